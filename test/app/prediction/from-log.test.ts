import { describe, expect, it } from "vitest";
import { linksFromLog } from "../../../src/app/prediction/links-from-log.ts";
import { escrowFromLog } from "../../../src/jobs/hosted-escrow.ts";
import type { HostedLogEntry } from "../../../src/ports/hosted-service.ts";

const hour = 3_600_000;
const entry = (change: Partial<HostedLogEntry>): HostedLogEntry => ({
	id: "1",
	time: 0,
	cycleId: "c",
	changeId: "x",
	action: "Update",
	status: "success",
	durationMs: 1,
	initiatedBy: "system",
	skipReason: null,
	source: { id: "ann", displayName: "Ann", userName: "ann@example.com" },
	target: { id: "01", displayName: "", userName: "" },
	steps: [],
	modifiedProperties: [],
	error: null,
	...change,
});
const failed = (time: number) =>
	entry({
		time,
		status: "failure",
		error: {
			code: "Conflict",
			category: "NonServiceFailure",
			reason: "",
			recommendedAction: "",
			remedy: { type: "none" },
		},
	});
const scoped = (name: string) =>
	entry({
		action: "Disable",
		steps: [{ type: "scoping", status: "success", description: "", details: [{ name, value: "False" }] }],
	});

describe("linksFromLog", () => {
	it("links what was written, and what needed no change", () => {
		expect(linksFromLog([entry({ action: "Create" })]).get("ann")).toMatchObject({
			targetId: "01",
			state: "managed",
		});
		const unchanged = entry({ action: "Other", status: "skipped", skipReason: "RedundantExport" });
		expect(linksFromLog([unchanged]).get("ann")).toMatchObject({ targetId: "01", state: "managed" });
	});

	it("links an account that matched, also when its update failed", () => {
		const step = (type: "matching" | "export", status: "success" | "failure") => ({
			...{ type, status, description: "" },
		});
		const refused = { ...failed(0), steps: [step("matching", "success"), step("export", "failure")] };
		expect(linksFromLog([refused]).get("ann")).toMatchObject({ targetId: "01", state: "managed" });
		const ambiguous = { ...failed(0), steps: [step("matching", "failure")] };
		expect(linksFromLog([ambiguous]).size).toBe(0);
	});

	it("releases an account whose user left the scope, and keeps that of a disabled user", () => {
		for (const name of ["Assigned to the application", "Scoping filter evaluation passed", "Assigned"])
			expect(linksFromLog([entry({}), scoped(name)]).get("ann")?.state).toBe("released");
		expect(linksFromLog([entry({}), scoped("Active in the source system")]).get("ann")?.state).toBe(
			"managed",
		);
		expect(linksFromLog([scoped("Assigned"), entry({})]).get("ann")?.state).toBe("managed");
	});

	it("ignores failures, skipped users and entries without an account, and drops deleted accounts", () => {
		expect(linksFromLog([failed(0)]).size).toBe(0);
		expect(linksFromLog([entry({ target: null })]).size).toBe(0);
		expect(linksFromLog([entry({ status: "skipped", skipReason: "NotEffectivelyEntitled" })]).size).toBe(0);
		expect(linksFromLog([entry({}), entry({ action: "Delete" })]).size).toBe(0);
	});
});

describe("escrowFromLog", () => {
	it("is due after 6, 12 and 24 hours, then daily", () => {
		const due = (...times: readonly number[]) => escrowFromLog(times.map(failed)).get("ann")?.nextAttempt;
		expect(due(0)).toBe(6 * hour);
		expect(due(0, 6 * hour)).toBe(18 * hour);
		expect(due(0, 6 * hour, 18 * hour)).toBe(42 * hour);
		expect(due(0, 6 * hour, 18 * hour, 42 * hour)).toBe(66 * hour);
	});

	it("ends with anything but a failure", () => {
		expect(escrowFromLog([failed(0), entry({ time: 1 })]).size).toBe(0);
	});
});
