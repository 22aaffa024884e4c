import type { RulesVersion } from "../../../src/ports/store/rules-version.ts";
import type { Store } from "../../../src/ports/store/store.ts";

/** The part of a store that keeps versions, in memory. */
export function versionsInMemory(): Pick<Store, "addRulesVersion" | "rulesVersions"> {
	const versions: RulesVersion[] = [];
	return {
		async addRulesVersion(version) {
			versions.unshift({ ...version, number: versions.length + 1 });
		},
		rulesVersions: async () => [...versions],
	};
}
