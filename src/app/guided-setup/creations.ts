import type { Starts } from "../../config/starts.ts";
import { runnerProcess, stateOfHolder } from "../process/runner.ts";
import type { Creations } from "./steps/setup-parts.ts";

/** As long as replicas of Entra may lack something new, ms. */
const replicationMs = 10 * 60_000;

/**
 * Creations in one tenant that were begun in this home.
 *
 * @param by the operator
 * @param now milliseconds since 1970
 */
export function openCreations(starts: Starts, tenantId: string, by: string, now: () => number): Creations {
	const keyOf = (what: string) => `creating:${tenantId}:${what}`;
	const madeKey = (id: string) => `created:${tenantId}:${id}`;
	return {
		async isOpen(what) {
			const begun = await starts.of(keyOf(what));
			return begun !== undefined && now() - begun.at < replicationMs;
		},
		begin: (what) => starts.record(keyOf(what), { by, at: now() }),
		end: (what) => starts.forget(keyOf(what)),
		made: (id) => starts.record(madeKey(id), { by, at: now(), process: runnerProcess() }),
		async isLeft(id) {
			const made = await starts.of(madeKey(id));
			return made?.process !== undefined && stateOfHolder(made.process) === "gone";
		},
	};
}
