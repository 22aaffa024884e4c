import { onTestFinished } from "vitest";
import { createEntraDirectory, type EntraOptions } from "../../src/entra/directory.ts";
import type { GraphClock } from "../../src/entra/graph/graph-client.ts";
import type { Directory } from "../../src/ports/source/directory.ts";
import { simulatorCredential } from "../../src/simulator/entra/credential.ts";
import { startSimulators, type World, type WorldOptions } from "../../src/simulator/world.ts";

/** A clock that does not wait, and remembers for how long it was asked to. */
export function hastyClock(): GraphClock & { readonly waits: number[] } {
	const waits: number[] = [];
	return {
		waits,
		now: () => Date.now(),
		async sleep(ms, signal) {
			signal?.throwIfAborted();
			waits.push(ms);
		},
		random: () => 0.5,
	};
}

/** A simulated tenant of its own, and the directory that reads it. */
export async function openTenant(
	options: Partial<EntraOptions> = {},
	worldOptions: WorldOptions = {},
): Promise<{
	readonly entra: World["entra"];
	readonly directory: Directory;
	readonly clock: ReturnType<typeof hastyClock>;
	/** Another directory on the same tenant, as after a restart. */
	readonly again: (others?: Partial<EntraOptions>) => Directory;
}> {
	const world = await startSimulators({ limit: "off", credentialSeed: "test", ...worldOptions });
	onTestFinished(() => world.close());
	const { entra } = world;
	const clock = hastyClock();
	const again = (others: Partial<EntraOptions> = {}) =>
		createEntraDirectory({
			graphUrl: entra.graphUrl,
			credential: simulatorCredential(entra),
			application: entra.servicePrincipalId,
			clock,
			...options,
			...others,
		});
	return { entra, directory: again(), clock, again };
}
