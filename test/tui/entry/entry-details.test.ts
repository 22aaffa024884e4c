import { describe, expect, it } from "vitest";
import { entrySummary } from "../../../src/tui/entry/entry-details.ts";
import { entry, failedEntry } from "../fake-data.ts";

describe("an entry in one line", () => {
	it("begins with the code of its error, so that a cut line still shows what happened", () => {
		expect(entrySummary(failedEntry(1))).toBe('Sumo knows no role "Analysts" · RoleNotFound');
	});

	it("shows why a user was skipped", () => {
		expect(entrySummary(entry(1, { status: "skipped", skipReason: "NotAssigned" }))).toBe("NotAssigned");
	});

	it("names what changed", () => {
		const modifiedProperties = [
			{ name: "active", old: "True", new: "False" },
			{ name: "roles", old: null, new: "User" },
		];
		expect(entrySummary(entry(1, { modifiedProperties }))).toBe("active: True → False, roles: User");
	});

	it("shows its last step when nothing changed, for example when an account was only linked", () => {
		const steps = [{ type: "processing", status: "success", description: "Link the account." }] as const;
		expect(entrySummary(entry(1, { action: "Other", modifiedProperties: [], steps }))).toBe(
			"Link the account.",
		);
		expect(entrySummary(entry(1, { modifiedProperties: [], steps: [] }))).toBe("");
	});

	it("shows the finding and the changes when the action has no name of its own", () => {
		const modifiedProperties = [{ name: "title", old: "Analyst", new: "Chief" }];
		const steps = [
			{ type: "processing", status: "warning", description: "Somebody changed it." },
			{ type: "export", status: "skipped", description: "Only shown." },
		] as const;
		expect(entrySummary(entry(1, { action: "Other", modifiedProperties, steps }))).toBe(
			"Somebody changed it. title: Analyst → Chief",
		);
	});
});
