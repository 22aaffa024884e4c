import { describe, expect, it, onTestFinished } from "vitest";
import { createDeactivatedService } from "../../../src/app/deactivated/deactivated-service.ts";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import type { ProvisioningMode } from "../../../src/app/provisioning/provisioning.ts";
import type { InactiveAccount } from "../../../src/engine/accounts/deactivated.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { secretToken } from "../../../src/sumo/access-key.ts";
import { createSumoTarget } from "../../../src/sumo/target.ts";
import { summary } from "../../tui/fake-session.ts";

const unused = () => Promise.reject(new Error("not part of this test"));

/** The commands over a simulated Sumo, with an engine that only counts how often everyone is read. */
async function open({
	mode = "direct",
	inactive = [],
}: {
	readonly mode?: ProvisioningMode;
	readonly inactive?: readonly InactiveAccount[];
} = {}) {
	const { sumo, close } = await startSimulators({ limit: "off", users: 0 });
	onTestFinished(close);
	const target = createSumoTarget({
		scimUrl: sumo.scimUrl,
		secretToken: secretToken(sumo.accessId, sumo.accessKey),
		appName: "Sumo Logic",
		requestsPerSecond: 0,
	});
	const read: number[] = [];
	const events = createEventBus();
	const deactivated = createDeactivatedService({
		engine: async () => ({
			inactive: async () => {
				read.push(1);
				return inactive;
			},
			deleteAccount: unused,
			deleteAndProvision: unused,
			recreate: unused,
		}),
		store: { linkByTarget: unused, log: unused, snapshots: unused },
		target: async () => target,
		mode: () => mode,
		events,
	});
	for (const [givenName, active] of [
		["Ada", true],
		["Adam", true],
		["Adele", false],
	] as const) {
		sumo.control.addUser({
			userName: `${givenName.toLowerCase()}@example.com`,
			givenName,
			familyName: "Brink",
			active,
		});
	}
	return { deactivated, read, target, events };
}

const namesOf = (heirs: readonly { readonly displayName: string }[]) =>
	heirs.map(({ displayName }) => displayName).toSorted();

describe("deactivated accounts", () => {
	it("can leave their content to active users, read once however often they are searched", async () => {
		const { deactivated, target } = await open();
		const before = target.requests();
		expect(namesOf(await deactivated.heirs("ada brink"))).toEqual(["Ada Brink", "Adam Brink"]);
		expect(namesOf(await deactivated.heirs("adam@"))).toEqual(["Adam Brink"]);
		expect(target.requests() - before).toBe(1);
		await deactivated.list({ refresh: true });
		await deactivated.heirs("ada");
		expect(target.requests() - before).toBe(2);
	});

	it("are read again after a cycle and after the connection has changed", async () => {
		const { deactivated, read, events } = await open();
		await deactivated.list();
		await deactivated.list();
		expect(read).toHaveLength(1);
		await events.publish({ type: "connectionChanged" });
		await deactivated.list();
		expect(read).toHaveLength(2);
		await events.publish({ type: "cycleEnded", time: 0, summary: summary() });
		await deactivated.list();
		expect(read).toHaveLength(3);
	});

	it("block their users where Entra's own job provisions, of which no cycle here knows what it reactivates", async () => {
		const account: InactiveAccount = {
			...{ targetId: "gone", userName: "ada@example.com", displayName: "Ada", roles: [] },
			...{ since: null, sinceKnownFrom: null },
			assignedAgain: { sourceId: "ada", displayName: "Ada", isBlocked: false },
		};
		const isBlocked = async (mode: ProvisioningMode) => {
			const { deactivated } = await open({ mode, inactive: [account] });
			return (await deactivated.list()).map(({ assignedAgain }) => assignedAgain?.isBlocked);
		};
		expect(await isBlocked("direct")).toEqual([false]);
		expect(await isBlocked("hosted")).toEqual([true]);
	});
});
