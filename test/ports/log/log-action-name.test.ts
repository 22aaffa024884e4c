import { describe, expect, it } from "vitest";
import { actionName, linkDetail } from "../../../src/ports/log/log-action-name.ts";
import { entry } from "../../tui/fake-data.ts";

const step = (type: "processing" | "matching" | "export", description: string) =>
	[{ type, status: "success", description }] as const;

describe("the name of an action", () => {
	it("is the one of Entra's log", () => {
		expect(actionName(entry(1, { action: "Create" }))).toBe("Create");
		expect(actionName(entry(1, { action: "StagedDelete" }))).toBe("StagedDelete");
	});

	it.each([
		["Link", { steps: step("processing", "Link with the account ada (a1): it has all values already.") }],
		["Link", { steps: step("matching", "eva linked Ada Byron with the account ada (a1).") }],
		["Unlink", { steps: step("matching", "eva unlinked Ada Byron from the account ada (a1).") }],
		["Unlink", { steps: step("processing", "The account is deactivated already: it is only released.") }],
		["Skip", { status: "skipped", skipReason: "NotAssigned" }],
		["Drift", { status: "warning", steps: step("export", "The account was deleted in the target.") }],
		["Cycle", { status: "warning", source: null, target: null }],
		// Data decides; without it, the name of a user is not read as what was done.
		["Unlink", { steps: [{ ...step("matching", "eva linked Ada.")[0], details: [linkDetail.removed] }] }],
		["Link", { steps: [{ ...step("matching", "eva unlinked Ada.")[0], details: [linkDetail.made] }] }],
		["Unlink", { steps: step("matching", "eva unlinked Mrs linked Byron from the account ada (a1).") }],
	] as const)("is %s for what Entra calls Other", (name, fields) => {
		expect(actionName(entry(1, { action: "Other", initiatedBy: "eva", ...fields }))).toBe(name);
	});
});
