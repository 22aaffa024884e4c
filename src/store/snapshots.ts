import { z } from "zod";
import type { Store } from "../engine/ports/store.ts";
import type { JsonObject } from "../scim/resource.ts";
import type { Database } from "./schema.ts";
import { readStored, readStoredOrNull, storedOrNull } from "./stored-json.ts";

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const roles = z.array(z.string());

/** Accounts as they were right before they were deleted. */
export function snapshots(db: Database, file: string): Pick<Store, "addSnapshot" | "snapshots"> {
	return {
		async addSnapshot({ scim, classic, roles, ...snapshot }) {
			await db
				.insertInto("snapshot")
				.values({
					...snapshot,
					scimJson: JSON.stringify(scim),
					classicJson: storedOrNull(classic),
					rolesJson: JSON.stringify(roles),
				})
				.execute();
		},

		async snapshots() {
			const rows = await db
				.selectFrom("snapshot")
				.selectAll()
				.orderBy("takenAt", "desc")
				.orderBy("id", "desc")
				.execute();
			return rows.map(({ scimJson, classicJson, rolesJson, ...snapshot }) => {
				const place = `${file}, snapshot ${snapshot.id}`;
				return {
					...snapshot,
					scim: readStored(jsonObject, scimJson, place),
					classic: readStoredOrNull(jsonObject, classicJson, place),
					roles: readStored(roles, rolesJson, place),
				};
			});
		},
	};
}
