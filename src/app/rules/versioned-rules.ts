import { z } from "zod";
import { settingsSchema } from "../../config/json/settings-schema.ts";
import { type Profile, profileFields } from "../../config/profile.ts";
import { actionSettings } from "../../config/settings/accounts.ts";
import type { JsonObject } from "../../scim/resource.ts";
import { mappingSetOf } from "../profile/profile-parts.ts";

/** The part of a profile that has versions. */
export const versionedRules = z.lazy(() =>
	z.intersection(
		profileFields
			.pick({ entraStrict: true, scope: true, attributes: true })
			.extend({ mappings: profileFields.shape.mappings.unwrap() }),
		settingsSchema(actionSettings),
	),
);

export type VersionedRules = z.infer<typeof versionedRules>;

/** The part of a profile that has versions; it includes the default mappings as they are today. */
export function versionedRulesOf(profile: Profile): VersionedRules {
	return versionedRules.parse({ ...profile, mappings: mappingSetOf(profile).mappings });
}

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** The rules as the store keeps them. */
export function storedRules(rules: VersionedRules): JsonObject {
	return jsonObject.parse(JSON.parse(JSON.stringify(rules)));
}
