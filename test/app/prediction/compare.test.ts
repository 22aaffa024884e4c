import { describe, expect, it } from "vitest";
import { type ComparisonInput, comparePrediction, isCompared } from "../../../src/app/prediction/compare.ts";
import type { PredictedUser, Prediction } from "../../../src/app/prediction/prediction.ts";
import type { HostedLogEntry } from "../../../src/ports/hosted-service.ts";

const madeAt = Date.UTC(2026, 2, 2, 9);
const minute = 60_000;

const ann: PredictedUser = {
	id: "ann",
	displayName: "Ann",
	userName: "ann@example.com",
	targetId: "01",
	action: "update",
	status: "success",
	code: null,
	reason: "Update 1 attribute.",
	changes: [{ name: "name.familyName", old: "Low", new: "High" }],
	uncertain: null,
	notBefore: null,
};
const source = { id: "ann", displayName: "Ann", userName: "ann@example.com" };
const logged = (change: Partial<HostedLogEntry> = {}): HostedLogEntry => ({
	id: "1",
	time: madeAt + minute,
	cycleId: "c1",
	changeId: "x",
	action: "Update",
	status: "success",
	durationMs: 1,
	initiatedBy: "system",
	skipReason: null,
	source,
	target: { id: "01", displayName: "", userName: "" },
	steps: [],
	modifiedProperties: [{ name: "name.familyName", old: "Low", new: "High" }],
	error: null,
	...change,
});
const failure = (code: string, reason = "no") =>
	({
		status: "failure",
		modifiedProperties: [],
		error: { code, category: "NonServiceFailure", reason, recommendedAction: "", remedy: { type: "none" } },
	}) satisfies Partial<HostedLogEntry>;
const prediction = (...users: readonly PredictedUser[]): Prediction => ({
	type: "prediction",
	version: 1,
	madeAt: new Date(madeAt).toISOString(),
	profile: "default",
	job: {
		id: "scim.1",
		application: "Sumo Logic",
		schemaVersion: "1",
		cycle: "incremental",
		schedule: "Active",
		status: "Active",
	},
	target: "https://example.com/scim",
	counts: { create: 0, update: 1, disable: 0, delete: 0, stagedDelete: 0, skip: 0, fail: 0, unchanged: 0 },
	held: null,
	notes: [],
	users,
});
/** A cycle that ended at once; `lastCycleEnded` null: none has ended. */
type Change = Partial<ComparisonInput> & { readonly lastCycleEnded?: number | null };
const compare = ({ lastCycleEnded = madeAt + 2 * minute, ...change }: Change) =>
	comparePrediction({
		prediction: prediction(ann),
		entries: [],
		now: madeAt + 60 * minute,
		lastCycle: lastCycleEnded === null ? null : { began: lastCycleEnded, ended: lastCycleEnded },
		schedule: "Active",
		quarantine: null,
		unsureTargets: new Set(),
		...change,
	});
const causes = (change: Change) =>
	compare(change).differences.flatMap((one) => one.causes.map(({ cause }) => cause));

describe("comparePrediction", () => {
	it("agrees with the same action and values, and with no entry for a user who is skipped", () => {
		expect(compare({ entries: [logged()] })).toMatchObject({ agreed: 1, differences: [], cycles: 1 });
		const skipped = { ...ann, action: "other", status: "skipped", code: "NotEffectivelyEntitled" } as const;
		expect(compare({ prediction: prediction(skipped) })).toMatchObject({ agreed: 1, differences: [] });
	});

	it("compares with nothing while no cycle that began after the prediction has ended or logged anything", () => {
		const skipped = { ...ann, action: "other", status: "skipped", code: "NotEffectivelyEntitled" } as const;
		const given = { prediction: prediction(skipped) };
		expect(isCompared(compare({ ...given, lastCycleEnded: null }))).toBe(false);
		expect(isCompared(compare({ ...given, lastCycleEnded: madeAt - minute }))).toBe(false);
		expect(isCompared(compare({ ...given, lastCycleEnded: madeAt + minute }))).toBe(true);
		expect(isCompared(compare({ entries: [logged()], lastCycleEnded: null }))).toBe(true);
	});

	it("compares values as Entra means them", () => {
		const roles = (value: string | null): PredictedUser => ({
			...ann,
			changes: [{ name: "roles", old: null, new: value }],
		});
		const entry = (value: string | null) =>
			logged({ modifiedProperties: [{ name: "Roles", old: null, new: value }] });
		for (const [one, other] of [
			['["Analyst"]', "Analyst"],
			["Analyst, User", '["User","Analyst"]'],
			['["b","a"]', '[{"value":"a"},{"value":"b"}]'],
			["True", "true"],
			[null, ""],
		] as const)
			expect(compare({ prediction: prediction(roles(one)), entries: [entry(other)] }).differences).toEqual(
				[],
			);
		expect(compare({ prediction: prediction(roles("a")), entries: [entry("b")] }).differences).toMatchObject([
			{ attributes: [{ name: "roles", predicted: "a", happened: "b" }] },
		]);
		expect(compare({ prediction: prediction(roles("[x")), entries: [entry("[x")] }).differences).toEqual([]);
	});

	it("compares each user's first entry after the prediction, in any order of the log", () => {
		const entries = [
			logged({ time: madeAt - minute, action: "Create", id: "0", cycleId: "c0" }),
			logged({ id: "1" }),
			logged({ id: "2", time: madeAt + 50 * minute, action: "Disable" }),
		];
		expect(compare({ entries })).toMatchObject({ agreed: 1, differences: [], entries: 2 });
	});

	it("leaves out the cycle that had begun before the prediction, and compares the next one", () => {
		const running = logged({ id: "0", time: madeAt - 1000, source: { ...source, id: "ben" } });
		const changed = logged({ id: "1", modifiedProperties: [] });
		const next = logged({ id: "2", cycleId: "c2", time: madeAt + 30 * minute });
		expect(compare({ entries: [running, changed, next] })).toMatchObject({
			agreed: 1,
			differences: [],
			entries: 1,
			cycles: 1,
		});
		const lastCycle = { began: madeAt - minute, ended: madeAt + minute };
		expect(causes({ entries: [running, changed], lastCycle })).toEqual(["no-cycle"]);
	});

	it("leaves out a running cycle that had logged nothing before the prediction", () => {
		const during = (intervalMinutes: number) => {
			const made = prediction(ann);
			return { ...made, job: { ...made.job, running: true as const, intervalMinutes } };
		};
		const changed = logged({ id: "1", modifiedProperties: [] });
		const next = logged({ id: "2", cycleId: "c2", time: madeAt + 41 * minute });
		const entries = [changed, next];
		expect(compare({ prediction: during(40), entries })).toMatchObject({ agreed: 1, entries: 1 });
		expect(compare({ prediction: during(40), entries: [next] })).toMatchObject({ agreed: 1, entries: 1 });
		expect(compare({ prediction: prediction(ann), entries })).toMatchObject({ agreed: 0, entries: 2 });
	});

	it("takes an entry in the second of the prediction: Entra's log has whole seconds", () => {
		const late = { ...prediction(ann), madeAt: new Date(madeAt + 900).toISOString() };
		expect(compare({ prediction: late, entries: [logged({ time: madeAt })] })).toMatchObject({
			agreed: 1,
			differences: [],
		});
		expect(causes({ prediction: late, lastCycleEnded: madeAt })).not.toContain("no-cycle");
	});

	it("names why an entry is missing", () => {
		expect(causes({ lastCycleEnded: madeAt - minute })).toEqual(["no-cycle"]);
		expect(causes({ lastCycleEnded: null, schedule: "Paused", quarantine: "TooManyDeletes" })).toEqual([
			"quarantine",
			"no-cycle",
		]);
		expect(causes({ now: madeAt + 10 * minute })).toContain("lag");
		expect(causes({})).toEqual(["unchanged-at-source", "changed-in-between"]);
		const before = logged({ time: madeAt - minute, ...failure("Conflict") });
		expect(causes({ entries: [before] })).toContain("escrow");
		const recovered = logged({ time: madeAt - 1 });
		expect(causes({ entries: [before, recovered] })).not.toContain("escrow");
	});

	it("names why an entry is another one", () => {
		expect(causes({ entries: [logged(failure("TooManyRequests"))] })).toEqual([
			"throttled",
			"changed-in-between",
		]);
		expect(causes({ entries: [logged(failure("Conflict"))] })).toContain("target-refused");
		expect(causes({ entries: [logged(failure("DuplicateSourceEntries"))] })[0]).toBe("order");
		const changed = logged({ modifiedProperties: [{ name: "name.familyName", old: "Low", new: "Other" }] });
		expect(causes({ entries: [changed] })).toEqual(["changed-in-between"]);
		expect(causes({ entries: [changed], unsureTargets: new Set(["name.familyName"]) })[0]).toBe("expression");
		const held = logged({ action: "StagedDelete", status: "skipped", skipReason: "TooManyDeletes" });
		expect(causes({ entries: [held] })[0]).toBe("threshold");
	});

	it("expects no entry for a user who failed before and is not due", () => {
		const waiting = { ...ann, notBefore: new Date(madeAt + 10 * minute).toISOString() };
		expect(compare({ prediction: prediction(waiting) })).toMatchObject({ agreed: 1, differences: [] });
		expect(causes({ prediction: prediction(waiting), lastCycleEnded: madeAt + 20 * minute })).not.toEqual([]);
		expect(causes({ prediction: prediction(waiting), lastCycleEnded: null })).toEqual(["no-cycle"]);
	});

	it("lists what was not predicted", () => {
		const other = logged({ source: { id: "bea", displayName: "Bea", userName: "bea@example.com" } });
		expect(compare({ entries: [logged(), other] }).differences).toMatchObject([
			{ user: { id: "bea" }, predicted: "no change", happened: "update" },
		]);
		const skipped = { ...other, action: "Other", status: "skipped", skipReason: "RedundantExport" } as const;
		expect(compare({ entries: [logged(), skipped] })).toMatchObject({ agreed: 2, differences: [] });
	});

	it("accepts either outcome where the prediction says that it may turn out otherwise, but not other values", () => {
		const uncertain = prediction({ ...ann, uncertain: "Sumo Logic may refuse this." });
		expect(compare({ prediction: uncertain, entries: [logged(failure("Conflict"))] }).differences).toEqual(
			[],
		);
		const changed = logged({ modifiedProperties: [] });
		expect(compare({ prediction: uncertain, entries: [changed] }).differences).toHaveLength(1);
	});
});
