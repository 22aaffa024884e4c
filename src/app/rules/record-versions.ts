import { isDeepStrictEqual } from "node:util";
import type { Profile } from "../../config/profile.ts";
import type { Store } from "../../ports/store/store.ts";
import type { EventBus } from "../events/event-bus.ts";
import { operatorName } from "../process/operator.ts";
import { storedRules, versionedRulesOf } from "./versioned-rules.ts";

export type RecordVersionsParts = {
	readonly store: Pick<Store, "addRulesVersion" | "rulesVersions">;
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** Keeps all saved states of mappings and scope in the store, which all operators of a profile share. */
export function recordVersions({ store, events, now }: RecordVersionsParts): void {
	const record = async (before: Profile, after: Profile) => {
		const [old, saved] = [versionedRulesOf(before), versionedRulesOf(after)];
		if (isDeepStrictEqual(old, saved)) return;
		const newest = (await store.rulesVersions())[0];
		const isKnown = newest !== undefined && isDeepStrictEqual(newest.rules, storedRules(old));
		// A state from before the first save, or edited in the file, must be restorable too.
		if (!isKnown) await store.addRulesVersion({ savedAt: now(), savedBy: null, rules: storedRules(old) });
		await store.addRulesVersion({ savedAt: now(), savedBy: operatorName(), rules: storedRules(saved) });
	};
	// The process that saved the rules has recorded them.
	events.on(["profileChanged"], ({ before, after, elsewhere }) =>
		elsewhere ? undefined : record(before, after),
	);
}
