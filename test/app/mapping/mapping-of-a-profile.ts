import { createMappingService } from "../../../src/app/mapping/mapping-service.ts";
import { recordVersions } from "../../../src/app/rules/record-versions.ts";
import { createRuleHistoryService } from "../../../src/app/rules/rule-history-service.ts";
import type { Profile } from "../../../src/config/profile.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { graphSchema } from "../../entra-schema/schema.ts";
import { profileInMemory } from "../profile/profile-in-memory.ts";
import { versionsInMemory } from "../rules/versions-in-memory.ts";

/** The mappings of a profile in memory. */
export function open(
	part: Partial<Profile> = {},
	usersFile = "no-users.json",
	roles: ReadonlySet<string> | null = null,
) {
	const { profile, saveRules, saves, events } = profileInMemory(part);
	let time = Date.UTC(2026, 0, 1);
	const store = versionsInMemory();
	recordVersions({
		store,
		events,
		now: () => {
			time += 60_000;
			return time;
		},
	});
	const history = createRuleHistoryService({ profile, saveRules, store });
	const mapping = createMappingService({
		profile,
		saveRules,
		history,
		events,
		directory: async () => openFileDirectory(usersFile),
		roles: async () => roles,
	});
	const saveProfile = (next: Profile) => saveRules(() => next, "present");
	return { mapping, profile, saveProfile, saves };
}

/** The fixture with what Sumo Logic requires, so that it can be imported. */
export function importable() {
	const schema = graphSchema();
	const users = schema.synchronizationRules[0]?.objectMappings[1];
	const original = users?.attributeMappings[0];
	if (users === undefined || original === undefined) throw new Error("the fixture has no mapping of users");
	for (const [targetAttributeName, name] of [
		['emails[type eq "work"].value', "mail"],
		["name.givenName", "givenName"],
		["name.familyName", "surname"],
	] as const) {
		const source = { expression: `[${name}]`, name, parameters: [], type: "Attribute" };
		users.attributeMappings.push({ ...original, matchingPriority: 0, source, targetAttributeName });
	}
	return { schema, users };
}
