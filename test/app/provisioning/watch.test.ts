import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { watchProvisioning } from "../../../src/app/provisioning/watch.ts";
import { createFakeSession } from "../../tui/fake-session.ts";

/** A console that watches provisioning; `looks` are the outcomes of its looks at the store. */
function watch(enabled: boolean, looks: readonly (string | null)[] = []) {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const { session } = createFakeSession({ status: { enabled } });
	const events = createEventBus();
	const warnings: string[] = [];
	events.on(["warning"], ({ message }) => void warnings.push(message));
	const outcomes = [...looks];
	let opened = 0;
	let refreshed = 0;
	const stop = watchProvisioning({
		provisioning: {
			mode: () => "direct",
			status: session.provisioning.status,
			checkOthers: async () => {
				const problem = outcomes.shift() ?? null;
				if (problem !== null) throw new Error(problem);
			},
		},
		events,
		refreshProfile: async () => {
			refreshed += 1;
		},
		refreshSource: async () => undefined,
		openEngine: async () => {
			opened += 1;
			if (opened > 1) throw new Error("the source is down");
		},
		now: () => 0,
	});
	return {
		events,
		warnings,
		stop,
		opened: () => opened,
		refreshed: () => refreshed,
		left: () => outcomes.length,
	};
}

describe("watching provisioning", () => {
	it("opens the engine while provisioning is On, and again for another connection; a failure is a warning", async () => {
		const { events, warnings, stop, opened } = watch(true);
		expect(opened()).toBe(1);
		await events.publish({ type: "connectionChanged" });
		expect(opened()).toBe(2);
		await vi.advanceTimersByTimeAsync(0);
		expect(warnings).toEqual(["the source is down"]);
		stop();
		await events.publish({ type: "connectionChanged" });
		expect(opened()).toBe(2);
	});

	it("takes over what others saved of the profile, every five seconds", async () => {
		const { refreshed, stop } = watch(false);
		await vi.advanceTimersByTimeAsync(5_000);
		expect(refreshed()).toBe(1);
		await vi.advanceTimersByTimeAsync(5_000);
		expect(refreshed()).toBe(2);
		stop();
	});

	it("opens nothing while provisioning is Off", async () => {
		const { events, opened } = watch(false);
		await events.publish({ type: "connectionChanged" });
		expect(opened()).toBe(0);
	});

	it("warns once of a problem that stays, and again when it comes back", async () => {
		const { warnings, stop, left } = watch(false, ["locked", "locked", null, "locked", "never seen"]);
		await vi.advanceTimersByTimeAsync(20_000);
		stop();
		await vi.advanceTimersByTimeAsync(20_000);
		expect(warnings).toEqual(["locked", "locked"]);
		expect(left()).toBe(1);
	});

	it("takes answers that differ in the ID of their request for the same problem", async () => {
		const problems = [1, 2, 3].map((id) => `Graph says: denied. Request ID: 0${id}-ab.`);
		const { warnings, stop } = watch(false, problems);
		await vi.advanceTimersByTimeAsync(15_000);
		stop();
		expect(warnings).toEqual(problems.slice(0, 1));
	});
});
