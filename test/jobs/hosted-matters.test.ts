import { describe, expect, it } from "vitest";
import { jobStatus } from "../../src/entra/synchronization/job-status.ts";
import { createHostedLog } from "../../src/jobs/hosted-log.ts";
import { readHostedMatters } from "../../src/jobs/hosted-matters.ts";
import type { HostedLogEntry, HostedLogRange } from "../../src/ports/hosted-service.ts";
import examples from "../simulator/entra/examples/synchronization-job.json" with { type: "json" };

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 5, 30);

const entryOf = (user: string, daysAgo: number, change: Partial<HostedLogEntry> = {}): HostedLogEntry => ({
	id: `${user} ${daysAgo}`,
	time: now - daysAgo * day,
	cycleId: "c1",
	changeId: "x",
	action: "Update",
	status: "success",
	durationMs: 1,
	initiatedBy: "system",
	skipReason: null,
	source: { id: user, displayName: user, userName: `${user}@example.com` },
	target: null,
	steps: [],
	modifiedProperties: [],
	error: null,
	...change,
});
const failed = (user: string, daysAgo: number, change: Partial<HostedLogEntry> = {}) =>
	entryOf(user, daysAgo, {
		status: "failure",
		error: {
			code: "Conflict",
			category: "NonServiceFailure",
			reason: "Taken.",
			recommendedAction: "Free it.",
			remedy: { type: "none" },
		},
		...change,
	});

/** Reads what is open from a log with these entries, and records which parts of it were read. */
async function matters(entries: readonly HostedLogEntry[], status: object = examples.created) {
	const reads: HostedLogRange[] = [];
	const { log } = createHostedLog({
		read: async (range) => {
			reads.push(range);
			const { since, until = Number.POSITIVE_INFINITY } = range;
			return entries
				.filter(({ time }) => time >= since && time < until)
				.toSorted((one, other) => one.time - other.time);
		},
		now: () => now,
		paceMs: 10_000,
	});
	const read = () => readHostedMatters(jobStatus.parse(status), log, now);
	return { ...(await read()), reads, read };
}

const quarantined = (reason: string) => ({
	...examples.quarantined,
	status: {
		...examples.quarantined.status,
		quarantine: { ...examples.quarantined.status.quarantine, reason, error: null },
		lastExecution: {
			...examples.quarantined.status.lastExecution,
			timeBegan: new Date(now - hour).toISOString(),
		},
	},
});

describe("what is open in Entra's own job", () => {
	it("has each user whose newest entry is a failure, those who have failed for longest first", async () => {
		const { openMatters } = await matters([
			failed("ann", 1),
			failed("ben", 2),
			failed("cleo", 2),
			entryOf("cleo", 1),
			failed("group", 1, { objectType: "Group" }),
		]);
		expect(openMatters.map((matter) => "user" in matter && matter.user.id)).toEqual(["ben", "ann"]);
	});

	it("does not take an entry of unknown status for a failure, nor for the end of one", async () => {
		const { openMatters } = await matters([
			failed("ada", 2),
			entryOf("ada", 1, { status: "unknown" }),
			entryOf("ben", 1, { status: "unknown" }),
		]);
		expect(openMatters).toMatchObject([{ kind: "userFails", user: { id: "ada" }, attempts: 1 }]);
	});

	it("reads three days of the log while each failing user is seen to begin there", async () => {
		const { openMatters, reads, read } = await matters([entryOf("ann", 2.5), failed("ann", 1)]);
		expect(openMatters).toMatchObject([{ since: now - day, attempts: 1 }]);
		expect(Math.min(...reads.map(({ since }) => since))).toBe(now - 3 * day);
		const before = reads.length;
		await read();
		expect(reads).toHaveLength(before);
	});

	it("reads further back for the first failure and the attempts", async () => {
		const { openMatters, reads } = await matters([
			entryOf("ann", 9),
			...[8, 7.75, 7.25, 6.25, 5.25, 4.25, 3.25, 2.25, 1.25, 0.25].map((days) => failed("ann", days)),
		]);
		expect(openMatters).toMatchObject([
			{ kind: "userFails", code: "Conflict", since: now - 8 * day, attempts: 10, reason: "Taken." },
		]);
		expect(Math.min(...reads.map(({ since }) => since))).toBe(now - 30 * day);
	});

	it("counts back from the last cycle of a job that has been paused for long", async () => {
		const lastExecution = {
			...examples.active.status.lastExecution,
			timeBegan: new Date(now - 10 * day).toISOString(),
		};
		const paused = {
			...examples.created,
			status: { ...examples.active.status, code: "Paused", lastExecution },
		};
		const { openMatters } = await matters([entryOf("ann", 12), failed("ann", 10.5)], paused);
		expect(openMatters).toMatchObject([{ kind: "userFails", nextAttempt: null }]);
	});

	it("names the reason of a quarantine once, also where it is the code of the error", async () => {
		const reason = "EncounteredQuarantineException";
		const job = quarantined(reason);
		const { quarantine } = job.status;
		for (const code of [reason, "InvalidCredentials"]) {
			const error = { ...examples.quarantined.status.quarantine.error, code, message: "Refused." };
			const status = { ...job.status, quarantine: { ...quarantine, error } };
			const { openMatters } = await matters([], { ...job, status });
			const [first] = openMatters;
			expect(first?.reason.split(reason)).toHaveLength(2);
			expect(first?.reason).toMatch(/: Refused\.$/);
		}
	});

	it("plans no attempt in a quarantine of a job that was paused, nor of a user before the next cycle", async () => {
		const job = quarantined("Unknown");
		const nextAttempt = new Date(now + 20 * hour).toISOString();
		const late = { ...job.status, quarantine: { ...job.status.quarantine, nextAttempt } };
		const log = [failed("ann", 1)];
		const on = await matters(log, { ...job, status: late });
		expect(on.openMatters.map((matter) => matter.nextAttempt)).toEqual([now + 20 * hour, now + 20 * hour]);
		const paused = { ...job, schedule: { ...job.schedule, state: "Paused" }, status: late };
		const off = await matters(log, paused);
		expect(off.openMatters).toMatchObject([
			{ kind: "quarantine", nextAttempt: null, switchedOff: false },
			{ kind: "userFails", nextAttempt: null },
		]);
		const ended = await matters([], { ...paused, schedule: { ...job.schedule, state: "Disabled" } });
		expect(ended.openMatters).toMatchObject([{ kind: "quarantine", switchedOff: true }]);
	});

	it("has the deletions that a quarantine holds back, with their users", async () => {
		const held = (user: string) => entryOf(user, 0.01, { action: "StagedDelete", cycleId: "c9" });
		const { openMatters, staged } = await matters(
			[held("ann"), held("ben"), entryOf("cleo", 5, { action: "StagedDelete" })],
			quarantined("TooManyDeletes"),
		);
		expect(staged).toBe(2);
		expect(openMatters).toMatchObject([
			{ kind: "quarantine" },
			{
				kind: "changesHeldBack",
				count: 2,
				cycleId: "c9",
				users: [{ id: "ann" }, { id: "ben" }],
				remedy: { type: "allow-hosted-deletions" },
			},
		]);
	});

	it("has a cycle that failed as a whole", async () => {
		const { status } = examples.active;
		const failedCycle = {
			...examples.active,
			status: {
				...status,
				lastExecution: {
					...status.lastExecution,
					state: "Failed",
					timeBegan: new Date(now - hour).toISOString(),
				},
			},
		};
		expect((await matters([], failedCycle)).openMatters).toMatchObject([
			{ kind: "cycleFailed", cycleId: null, remedy: { type: "restart-hosted-job" } },
		]);
		const logged = entryOf("ann", 0.01, { cycleId: "c7" });
		expect((await matters([logged], failedCycle)).openMatters).toMatchObject([{ cycleId: "c7" }]);
	});

	it("gives the same set of held deletions the same hash in every cycle, and another set another one", async () => {
		const held = (user: string, cycleId: string) =>
			entryOf(user, 0.01, { action: "StagedDelete", cycleId, id: `${user} ${cycleId}` });
		const hashOf = async (...entries: readonly HostedLogEntry[]) => {
			const { openMatters } = await matters(entries, quarantined("TooManyDeletes"));
			const found = openMatters.find(({ kind }) => kind === "changesHeldBack");
			return found?.kind === "changesHeldBack" ? found.hash : undefined;
		};
		const both = await hashOf(held("ann", "c9"), held("ben", "c9"));
		expect(both).toMatch(/^[0-9a-f]{64}$/);
		expect(await hashOf(held("ben", "c10"), held("ann", "c10"))).toBe(both);
		expect(await hashOf(held("ann", "c9"))).not.toBe(both);
	});

	it("keeps the matters of the job's status when the log cannot be read", async () => {
		const log = () => Promise.reject(new Error("The permission ProvisioningLog.Read.All is missing."));
		const job = jobStatus.parse(quarantined("TooManyDeletes"));
		expect(await readHostedMatters(job, log, now)).toMatchObject({
			openMatters: [{ kind: "quarantine" }],
			staged: 1,
			logProblem: expect.stringContaining("ProvisioningLog.Read.All"),
		});
	});
});
