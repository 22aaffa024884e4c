import { z } from "zod";
import type { RulesVersionStore } from "../../ports/store/rules-version.ts";
import type { JsonObject } from "../../scim/resource.ts";
import type { ProfileRows } from "./schema.ts";
import { readStored } from "./stored-json.ts";

const rulesSchema: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** Saved states of mappings and scope. */
export function rulesVersions({ db, profile, file }: ProfileRows): RulesVersionStore {
	return {
		async addRulesVersion({ rules, ...version }) {
			await db
				.insertInto("rulesVersion")
				.values({ ...version, profile, rulesJson: JSON.stringify(rules) })
				.execute();
		},

		async rulesVersions() {
			const rows = await db
				.selectFrom("rulesVersion")
				.selectAll()
				.where("profile", "=", profile)
				.orderBy("number", "desc")
				.execute();
			return rows.map(({ profile: _, rulesJson, ...version }) => ({
				...version,
				rules: readStored(rulesSchema, rulesJson, `${file}, version ${version.number} of the mappings`),
			}));
		},
	};
}
