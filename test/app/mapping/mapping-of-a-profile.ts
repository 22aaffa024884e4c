import { createMappingService } from "../../../src/app/mapping/mapping-service.ts";
import { createRuleHistoryService } from "../../../src/app/rules/rule-history-service.ts";
import { type Profile, profileSchema } from "../../../src/config/profile.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { graphSchema } from "../../entra-schema/schema.ts";
import { versionsInMemory } from "../rules/versions-in-memory.ts";

/** A profile in memory. Saving goes through JSON and the profile's own schema, as the settings do it. */
export function open(
	part: Partial<Profile> = {},
	usersFile = "no-users.json",
	roles: ReadonlySet<string> | null = null,
) {
	let profile = profileSchema.parse({
		name: "test",
		source: { type: "demo" },
		target: { deployment: "us2" },
		...part,
	});
	let saves = 0;
	let time = Date.UTC(2026, 0, 1);
	const saveProfile = async (next: Profile) => {
		saves += 1;
		const before = profile;
		profile = profileSchema.parse(JSON.parse(JSON.stringify(next)));
		await history.record(before, profile);
	};
	const history = createRuleHistoryService({
		profile: () => profile,
		saveProfile,
		store: versionsInMemory(),
		now: () => {
			time += 60_000;
			return time;
		},
	});
	const mapping = createMappingService({
		profile: () => profile,
		saveProfile,
		history,
		directory: async () => openFileDirectory(usersFile),
		roles: async () => roles,
	});
	return { mapping, profile: () => profile, saveProfile, saves: () => saves };
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
