import { describe, expect, it } from "vitest";
import { entryLine, progressLines, summaryLines } from "../../../src/cli/output/progress-lines.ts";
import type { CycleSummary } from "../../../src/ports/event.ts";
import type { LogEntry } from "../../../src/ports/log/log-entry.ts";

const summary: CycleSummary = {
	cycleId: "c1",
	kind: "initial",
	outcome: "completed",
	error: null,
	remedy: null,
	notReached: 0,
	stillFailing: 0,
	seconds: 8.04,
	created: 0,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
	requests: 1,
};

const entry: LogEntry = {
	sequence: 1,
	time: 0,
	cycleId: "c1",
	changeId: "x1",
	action: "Create",
	status: "failure",
	durationMs: 5,
	source: { id: "1", displayName: "Eve \u001B[31mRed", userName: "eve@example.com" },
	target: null,
	initiatedBy: "cycle",
	steps: [],
	modifiedProperties: [],
	skipReason: null,
	error: {
		code: "RoleNotFound",
		category: "NonServiceFailure",
		reason: "There is no role X.",
		recommendedAction: "Make it.",
		remedy: { type: "create-role", role: "X" },
	},
};

describe("the words of a cycle", () => {
	it("end with what was done, and nothing that was not", () => {
		expect(summaryLines({ ...summary, created: 2, failed: 1, requests: 4 })).toEqual([
			"Cycle completed in 8.0 s with 4 requests: 2 created, 1 failed.",
		]);
	});

	it("end each sentence, also the words of a server, before what to do", () => {
		const error = {
			...entry.error,
			reason: "The target answered: delete that user first",
		} as LogEntry["error"];
		expect(entryLine({ ...entry, error })).toContain("delete that user first. Make it.");
	});

	it("say what was held back", () => {
		expect(summaryLines({ ...summary, staged: 3 })).toEqual([
			"Cycle completed in 8.0 s with 1 request: 3 held back.",
		]);
	});

	it("say when there was nothing to do", () => {
		expect(summaryLines(summary)).toEqual(["Cycle completed in 8.0 s with 1 request: nothing to do."]);
	});

	it("do not say so of a cycle that failed, but why", () => {
		expect(
			summaryLines({ ...summary, outcome: "failed", error: "There is no file x.json.", requests: 0 }),
		).toEqual(["Cycle failed after 8.0 s with 0 requests.", "There is no file x.json."]);
	});

	it("name the command that helps when the cycle failed as a whole", () => {
		const quarantined = { ...summary, outcome: "quarantined", error: "The key is refused." } as const;
		expect(summaryLines({ ...quarantined, remedy: { type: "test-connection" } })).toEqual([
			"Cycle quarantined after 8.0 s with 1 request.",
			"The key is refused.",
			"Run `sumo-provision test-connection`.",
		]);
	});

	it("name who failed, why and what to do, without the control characters of a name", () => {
		expect(entryLine(entry)).toBe(
			"failure Create   Eve Red <eve@example.com>: RoleNotFound: There is no role X. Make it. Then run `sumo-provision run`.",
		);
	});

	it("show what an update changed, and what was found where nothing was written", () => {
		const update = { ...entry, action: "Update", status: "success", error: null } as const;
		const modifiedProperties = [{ name: "name.familyName", old: "Blue", new: "Red" }];
		expect(entryLine({ ...update, modifiedProperties })).toContain(": name.familyName: Blue → Red");
		const steps = [
			{ type: "processing", status: "warning", description: "Somebody changed the account." },
			{ type: "export", status: "skipped", description: "Only shown." },
		] as const;
		const found = { ...update, action: "Other", steps } as const;
		expect(entryLine(found)).toMatch(/: Somebody changed the account\.$/);
		expect(entryLine({ ...found, modifiedProperties })).toMatch(
			/: Somebody changed the account\. name\.familyName: Blue → Red$/,
		);
	});

	it("show progress once per tenth of the work", () => {
		const lines: string[] = [];
		const tell = progressLines((line) => lines.push(line));
		for (let done = 0; done <= 100; done += 1) {
			const { cycleId, kind, outcome, error, remedy, seconds, ...counts } = summary;
			const progress = {
				phase: "provisioning",
				done,
				total: 100,
				counts,
				secondsLeft: null,
				requestsPerSecond: 0,
			} as const;
			tell({ type: "progress", time: 0, cycleId, progress });
		}
		expect(lines).toHaveLength(11);
		expect(lines[0]).toBe("provisioning: 0 of 100");
		expect(lines.at(-1)).toBe("provisioning: 100 of 100");
	});

	it("name a phase, and count what is counted in it", () => {
		const lines: string[] = [];
		const tell = progressLines((line) => lines.push(line));
		const { cycleId, kind, outcome, error, remedy, seconds, ...counts } = summary;
		const common = { counts, secondsLeft: null, requestsPerSecond: 0 };
		for (const [phase, done, total] of [
			["settling", 0, null],
			["reading source", 500, null],
			["provisioning", 3, 30],
		] as const) {
			tell({ type: "progress", time: 0, cycleId, progress: { ...common, phase, done, total } });
		}
		expect(lines).toEqual(["settling", "reading source: 500", "provisioning: 3 of 30"]);
	});

	it("show a creation that was answered as pending, harmless on a terminal", () => {
		const lines: string[] = [];
		const tell = progressLines((line) => lines.push(line));
		const { cycleId, changeId, action, source, target } = entry;
		tell({ type: "creationAnswered", time: 0, cycleId, changeId, action, source, target });
		expect(lines).toEqual([
			expect.stringMatching(
				/^pending Create {3}Eve .*Red <eve@example\.com>: the target answered; the account is compared/,
			),
		]);
		expect(lines[0]).not.toContain("\u001B");
	});
});
