import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { settingsSchema } from "../../config/json/settings-schema.ts";
import { type Profile, profileFields } from "../../config/profile.ts";
import { actionSettings } from "../../config/settings/accounts.ts";
import type { RulesVersion } from "../../ports/store/rules-version.ts";
import type { Store } from "../../ports/store/store.ts";
import type { JsonObject } from "../../scim/resource.ts";
import type { EventBus } from "../events/event-bus.ts";
import { operatorName } from "../process/operator.ts";
import { mappingSetOf } from "../profile/profile-parts.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import { diffProfileRules, type RuleChange } from "./rule-changes.ts";
import type { RuleHistory } from "./rule-history.ts";

export type RuleHistoryParts = {
	readonly profile: () => Profile;
	readonly saveRules: ProfileState["saveRules"];
	readonly store: Pick<Store, "addRulesVersion" | "rulesVersions">;
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
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

/** Keeps all saved states of mappings and scope in the store, which all operators of a profile share. */
export function createRuleHistoryService(parts: RuleHistoryParts): RuleHistory {
	const { profile, saveRules, store, events, now } = parts;
	const record = async (before: Profile, after: Profile) => {
		const [old, saved] = [rulesOf(before), rulesOf(after)];
		if (isDeepStrictEqual(old, saved)) return;
		const newest = (await store.rulesVersions())[0];
		const isKnown = newest !== undefined && isDeepStrictEqual(newest.rules, stored(old));
		// A state from before the first save, or edited in the file, must be restorable too.
		if (!isKnown) await store.addRulesVersion({ savedAt: now(), savedBy: null, rules: stored(old) });
		await store.addRulesVersion({ savedAt: now(), savedBy: operatorName(), rules: stored(saved) });
	};
	// The process that saved the rules has recorded them.
	events.on(["profileChanged"], ({ before, after, elsewhere }) =>
		elsewhere ? undefined : record(before, after),
	);

	return {
		async versions() {
			const present = rulesOf(profile());
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
			const present = rulesOf(profile());
			const changes = changesOf(present, rules, profile());
			await saveRules((before) => ({ ...before, ...rules }), "present");
			return { changes, initialCycle: !isDeepStrictEqual(present, rules) };
		},
	};
}

const rulesSchema = z.intersection(
	profileFields
		.pick({ entraStrict: true, scope: true, attributes: true })
		.extend({ mappings: profileFields.shape.mappings.unwrap() }),
	settingsSchema(actionSettings),
);

type ProfileRules = z.infer<typeof rulesSchema>;

/** The part of a profile that has versions; it includes the default mappings as they are today. */
function rulesOf(profile: Profile): ProfileRules {
	return rulesSchema.parse({ ...profile, mappings: mappingSetOf(profile).mappings });
}

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

function stored(rules: ProfileRules): JsonObject {
	return jsonObject.parse(JSON.parse(JSON.stringify(rules)));
}

function readRules({ number, rules }: RulesVersion): ProfileRules {
	const parsed = rulesSchema.safeParse(rules);
	if (parsed.success) return parsed.data;
	throw new UnknownVersionError(
		"unreadable-version",
		`Version ${number} of the mappings was saved by another sumo-provision, and cannot be read here: ${z.prettifyError(parsed.error)}`,
	);
}

function changesOf(before: ProfileRules, after: ProfileRules, { target }: Profile): readonly RuleChange[] {
	return diffProfileRules(
		{ set: mappingSetOf({ ...before, target }), scope: before.scope },
		{ set: mappingSetOf({ ...after, target }), scope: after.scope },
	);
}
