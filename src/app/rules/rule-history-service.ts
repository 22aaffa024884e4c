import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Profile } from "../../config/profile.ts";
import type { RulesVersion } from "../../ports/store/rules-version.ts";
import type { Store } from "../../ports/store/store.ts";
import { mappingSetOf } from "../profile/profile-parts.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import { diffProfileRules, type RuleChange } from "./rule-changes.ts";
import type { RuleHistory } from "./rule-history.ts";
import { type VersionedRules, versionedRules, versionedRulesOf } from "./versioned-rules.ts";

export type RuleHistoryParts = {
	readonly profile: () => Profile;
	readonly saveRules: ProfileState["saveRules"];
	readonly store: Pick<Store, "rulesVersions">;
};

/** A version that doesn't exist, or that another version of sumo-provision wrote in a form unknown here. */
export class UnknownVersionError extends Error {
	override readonly name = "UnknownVersionError";
	readonly code: "no-such-version" | "unreadable-version";

	constructor(code: UnknownVersionError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** Shows the saved states of mappings and scope, and restores one. */
export function createRuleHistoryService(parts: RuleHistoryParts): RuleHistory {
	const { profile, saveRules, store } = parts;
	/** What the versions were last compared with, as the operator saw it. */
	let shown: VersionedRules | undefined;
	return {
		async versions() {
			const present = versionedRulesOf(profile());
			shown = present;
			const versions = await store.rulesVersions();
			return versions.map((version, index) => {
				const rules = readRules(version);
				const previous = versions[index + 1];
				const { number, savedAt, savedBy } = version;
				return {
					number,
					savedAt,
					savedBy,
					changes: previous === undefined ? [] : changesOf(readRules(previous), rules, profile()),
					restoring: changesOf(present, rules, profile()),
					isCurrent: isDeepStrictEqual(present, rules),
				};
			});
		},
		async restore(number) {
			const version = (await store.rulesVersions()).find((one) => one.number === number);
			if (version === undefined) {
				throw new UnknownVersionError("no-such-version", `There is no version ${number} of the mappings.`);
			}
			const rules = readRules(version);
			const present = versionedRulesOf(profile());
			const changes = changesOf(present, rules, profile());
			const seen = shown ?? present;
			await saveRules(
				(before) => ({ ...before, ...rules }),
				(before) => ({ ...before, ...seen }),
			);
			shown = undefined;
			return { changes, initialCycle: !isDeepStrictEqual(present, rules) };
		},
	};
}

function readRules({ number, rules }: RulesVersion): VersionedRules {
	const parsed = versionedRules.safeParse(rules);
	if (parsed.success) return parsed.data;
	throw new UnknownVersionError(
		"unreadable-version",
		`Version ${number} of the mappings was saved by another sumo-provision, and cannot be read here: ${z.prettifyError(parsed.error)}`,
	);
}

function changesOf(
	before: VersionedRules,
	after: VersionedRules,
	{ target }: Profile,
): readonly RuleChange[] {
	return diffProfileRules(
		{ set: mappingSetOf({ ...before, target }), scope: before.scope },
		{ set: mappingSetOf({ ...after, target }), scope: after.scope },
	);
}
