import { beforeEach, describe, expect, it } from "vitest";
import { createEventBus, type EventBus } from "../../../src/app/events/event-bus.ts";
import { createNotifier, type Delivery, type Notification } from "../../../src/app/notify/notifier.ts";
import type { CycleSummary, EngineEvent } from "../../../src/ports/event.ts";
import type { JobState } from "../../../src/ports/store/job-state.ts";
import { type FileStore, openStore } from "../../../src/store/sqlite/open.ts";
import { sampleEscrow, sampleOutcome } from "../../store/samples.ts";
import { counts } from "../../tui/fake-data.ts";
import { summary } from "../../tui/fake-session.ts";

const at = Date.UTC(2026, 10, 24, 8);
let store: FileStore;
let sent: Notification[];
let warnings: string[];

beforeEach(async () => {
	store = await openStore(":memory:");
	sent = [];
	warnings = [];
});

const listening: Delivery = {
	name: "the test",
	deliver: async (notification) => void sent.push(notification),
};
const failing: Delivery = {
	name: "the webhook",
	deliver: () => Promise.reject(new Error("it answered with status 500.")),
};

/** A bus whose warnings are noted. */
function listened(): EventBus {
	const events = createEventBus();
	events.on(["warning"], ({ message }) => void warnings.push(message));
	return events;
}

/** A notifier as a process of its own has it: told of one cycle, and then at its end. */
async function afterCycle(
	change: Partial<CycleSummary> = {},
	deliveries: readonly Delivery[] = [listening],
	ring?: () => void,
): Promise<readonly string[]> {
	const before = sent.length;
	const events = listened();
	const notifier = createNotifier({
		store,
		profile: "acme",
		deliveries: () => deliveries,
		bell: () => ring,
		now: () => at,
		events,
	});
	const ended: EngineEvent = { type: "cycleEnded", time: at, summary: summary(change) };
	await events.publish({ type: "jobChanged" });
	await events.publish(ended);
	await notifier.settled();
	return sent.slice(before).map(({ type }) => type);
}

const quarantine: NonNullable<JobState["quarantine"]> = {
	since: at,
	code: "InvalidCredentials",
	reason: "The target refuses the access key.",
	attempts: 1,
	switchedOff: false,
};
const sourceUnavailable = {
	code: "SourceUnavailable",
	category: "Failure",
	reason: "",
	recommendedAction: "Check the source.",
	remedy: { type: "test-connection" },
} as const;
const staged = (hash: string) => ({ hash, count: 30, threshold: 20, cycleId: "C1", since: 1 });
const fail = (id: string, code: "Conflict" | "RoleNotFound" | "AcceptedButNotApplied") =>
	store.settle([
		sampleOutcome(`${id} ${code}`, {
			escrow: { type: "put", escrow: sampleEscrow(id, { code, displayName: `${id}\u001B[2J` }) },
		}),
	]);

describe("notifications", () => {
	it("say nothing while all is well", async () => {
		expect(await afterCycle()).toEqual([]);
	});

	it("report a quarantine once, even across restarts, and then the recovery once", async () => {
		await store.setState({ quarantine });
		expect(await afterCycle({ outcome: "quarantined", error: quarantine.reason })).toEqual(["quarantine"]);
		expect(sent[0]).toEqual({
			type: "quarantine",
			title: "Provisioning is in quarantine: cycles run less often until the cause is fixed.",
			details: ["The target refuses the access key."],
			profile: "acme",
			cycleId: "C1",
			time: "2026-11-24T08:00:00.000Z",
			openText: "Open: provisioning is in quarantine.",
			open: 1,
			openMatters: [
				expect.objectContaining({
					kind: "quarantine",
					code: "InvalidCredentials",
					since: "2026-11-24T08:00:00.000Z",
					attempts: 1,
					nextAttempt: null,
				}),
			],
		});
		await store.setState({ quarantine: { ...quarantine, attempts: 2 } });
		expect(await afterCycle({ outcome: "quarantined", error: quarantine.reason })).toEqual([]);
		await store.setState({ quarantine: { ...quarantine, code: "Timeout" } });
		expect(await afterCycle({ outcome: "quarantined" })).toEqual(["quarantine"]);
		await store.setState({ quarantine: null });
		expect(await afterCycle()).toEqual(["recovery"]);
		expect(await afterCycle()).toEqual([]);
		await store.setState({ quarantine });
		expect(await afterCycle({ outcome: "quarantined" })).toEqual(["quarantine"]);
	});

	it("report held-back deletions again when they differ", async () => {
		await store.setState({ stagedDeletions: staged("one") });
		expect(await afterCycle()).toEqual(["stagedDeletions"]);
		expect(await afterCycle()).toEqual([]);
		await store.setState({ stagedDeletions: staged("two") });
		expect(await afterCycle()).toEqual(["stagedDeletions"]);
		expect(sent.at(-1)?.details).toEqual([
			"30 deactivations and deletions are held back by the deletion guard; maximum per cycle: 20.",
		]);
		await store.setState({ stagedDeletions: null });
		expect(await afterCycle()).toEqual(["recovery"]);
	});

	it("report each user when they begin to fail and when they no longer do, with names safe for a terminal", async () => {
		await fail("ada", "Conflict");
		expect(await afterCycle({ failed: 1 })).toEqual(["failures"]);
		expect(sent[0]?.details).toEqual(["ada: Conflict: The address is taken"]);
		expect(await afterCycle({ stillFailing: 1 })).toEqual([]);
		await fail("bob", "Conflict");
		expect(await afterCycle({ failed: 1 })).toEqual(["failures"]);
		expect(sent.at(-1)).toMatchObject({
			title: "A user could not be provisioned.",
			details: ["bob: Conflict: The address is taken"],
			openText: "Open: 2 users fail.",
			open: 2,
		});
		await fail("cid", "RoleNotFound");
		expect(await afterCycle({ failed: 1 })).toEqual(["failures"]);
		expect(sent.at(-1)?.details).toEqual(["cid: RoleNotFound: The address is taken"]);
		await store.releaseEscrow(["cid"]);
		expect(await afterCycle()).toEqual(["recovery"]);
		expect(sent.at(-1)).toMatchObject({ details: ["cid no longer fails."], openText: "Open: 2 users fail." });
		expect(await afterCycle()).toEqual([]);
		await store.releaseEscrow("all");
		expect(await afterCycle()).toEqual(["recovery"]);
		expect(sent.at(-1)).toMatchObject({ details: ["All users who failed are provisioned."], open: 0 });
	});

	it("name ten failing users at most", async () => {
		for (let number = 0; number < 15; number += 1) await fail(`user${number}`, "Conflict");
		await afterCycle({ failed: 15 });
		expect(sent[0]?.title).toBe("15 users could not be provisioned.");
		expect(sent[0]?.details.length).toBe(11);
		expect(sent[0]?.details.at(-1)).toBe("and 5 more");
	});

	it("report a failed cycle, but not an interrupted one", async () => {
		const failedCycle = async (attempts: number) => {
			const reason = `The source cannot be read (request ${attempts}).`;
			const error = { ...sourceUnavailable, reason };
			await store.setState({ failedCycles: { cycleId: "C1", since: at, lastFailed: at, attempts, error } });
			return afterCycle({ outcome: "failed", error: reason });
		};
		expect(await failedCycle(1)).toEqual(["cycleFailed"]);
		expect(sent[0]?.details).toEqual(["The source cannot be read (request 1)."]);
		expect(await failedCycle(2)).toEqual([]);
		expect(await afterCycle({ outcome: "interrupted", error: "Stopped." })).toEqual([]);
		await store.setState({ failedCycles: null });
		expect(await afterCycle()).toEqual(["recovery"]);
	});

	it("report a pause of the target once, and its end", async () => {
		const reason = "The target asks to send nothing until 2026-11-24T11:00:00.000Z, so the cycle stopped.";
		const paused = async (id: string, outcome: "paused" | "completed") => {
			const run = { id, kind: "incremental", startedAt: at, endedAt: at, outcome, counts: counts() } as const;
			await store.startCycle({ ...run, error: outcome === "paused" ? reason : null });
			await store.setState({ pausedUntil: outcome === "paused" ? at + 3 * 3_600_000 : null });
			return afterCycle({ outcome });
		};
		expect(await paused("one", "paused")).toEqual(["paused"]);
		expect(sent[0]).toMatchObject({
			title: "The target pauses provisioning: it takes no requests for now.",
			details: [reason, expect.stringContaining("pause")],
			openText: "Open: the target pauses provisioning.",
			openMatters: [{ kind: "paused" }],
		});
		expect(await paused("two", "paused")).toEqual([]);
		expect(await paused("three", "completed")).toEqual(["recovery"]);
		expect(sent.at(-1)).toMatchObject({ details: ["The pause of the target has ended."], open: 0 });
	});

	it("say of a change that was accepted but not applied what it is", async () => {
		await fail("ada", "AcceptedButNotApplied");
		expect(await afterCycle({ notApplied: 1 })).toEqual(["failures"]);
		expect(sent[0]).toMatchObject({
			title: "The target accepted a change of a user without applying it.",
			openMatters: [{ kind: "changeNotApplied", user: { id: "ada" } }],
		});
	});

	it("do not repeat after an update which failures an older version has notified", async () => {
		await fail("ada", "Conflict");
		await store.setState({
			notified: { quarantine: null, stagedDeletions: null, cycleFailed: null, failures: ["Conflict"] },
		});
		expect(await afterCycle()).toEqual([]);
		await fail("bob", "Conflict");
		expect(await afterCycle({ failed: 1 })).toEqual(["failures"]);
	});

	it("warn of a failed delivery, and retry after the next cycle when no channel worked", async () => {
		await store.setState({ quarantine });
		expect(await afterCycle({}, [failing])).toEqual([]);
		expect(warnings).toEqual(["The notification over the webhook failed: it answered with status 500."]);
		expect(await afterCycle({}, [failing, listening])).toEqual(["quarantine"]);
		expect(await afterCycle({}, [failing, listening])).toEqual([]);
		expect(warnings.length).toBe(2);
	});

	it("report once that a quarantine of 28 days switched provisioning Off", async () => {
		await store.setState({ quarantine: { ...quarantine, switchedOff: true } });
		expect(await afterCycle({ outcome: "quarantined" })).toEqual(["switchedOff"]);
		expect(sent[0]?.title).toContain("is now Off");
		expect(await afterCycle({ outcome: "quarantined" })).toEqual([]);
		await store.setState({ quarantine: null });
		expect(await afterCycle()).toEqual(["recovery"]);
	});

	it("do not wait twice for who failed once after the same cycle", async () => {
		let asked = 0;
		const hanging: Delivery = {
			name: "the webhook",
			deliver: () => {
				asked += 1;
				return Promise.reject(new Error("it did not answer in time."));
			},
		};
		await store.setState({ quarantine, stagedDeletions: staged("one") });
		expect(await afterCycle({}, [hanging, listening])).toEqual(["quarantine", "stagedDeletions"]);
		expect(asked).toBe(1);
	});

	it("are tested over every channel, and nothing about the test is stored", async () => {
		const notifier = createNotifier({
			store,
			profile: "acme",
			deliveries: () => [listening, failing],
			now: () => at,
			events: listened(),
		});
		expect(await notifier.test()).toEqual([
			{ name: listening.name, problem: null },
			{ name: failing.name, problem: "it answered with status 500." },
		]);
		expect(sent).toMatchObject([{ type: "test", profile: "acme" }]);
		expect((await store.state()).notified).toBeNull();
		expect(warnings).toEqual([]);
	});

	it("ring the bell once a notification, and remember that it rang", async () => {
		let rings = 0;
		const ring = () => {
			rings += 1;
		};
		await store.setState({ quarantine });
		await afterCycle({}, [], ring);
		await afterCycle({}, [], ring);
		expect(rings).toBe(1);
	});

	it("warn when the store cannot be read, and continue", async () => {
		await store.close();
		expect(await afterCycle()).toEqual([]);
		expect(warnings).toEqual([expect.stringMatching(/^Notifications could not be sent: /)]);
	});
});
