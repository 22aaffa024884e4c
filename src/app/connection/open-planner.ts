import type { Profile } from "../../config/profile.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Directory } from "../../ports/source/directory.ts";
import type { LinkStore } from "../../ports/store/link.ts";
import { openStore } from "../../store/sqlite/open.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import { rulesOfProfile } from "../profile/rules-of-profile.ts";

export type PlannerParts = {
	readonly profile: Profile;
	readonly directory: Directory;
	readonly target: SumoTarget;
	readonly clock: Clock;
};

/** An engine that only plans, as one without a past would: it knows these links, or none, and nothing that it does is kept. */
export async function openPlanner(
	{ profile, directory, target, clock }: PlannerParts,
	links: Pick<LinkStore, "links"> | null,
): Promise<Pick<Engine, "plan" | "close">> {
	const { createEngine } = await import("../../engine/engine.ts");
	const store = await openStore(":memory:");
	if (links !== null)
		for await (const batch of links.links()) for (const link of batch) await store.putLink(link);
	const engine = createEngine({
		...rulesOfProfile(profile),
		directory,
		target: target.target,
		roleNames: target.roleNames,
		store,
		clock,
		emit: () => undefined,
		holder: "planner",
	});
	return {
		plan: engine.plan,
		async close() {
			await engine.close();
			await store.close();
		},
	};
}
