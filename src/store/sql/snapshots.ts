import { z } from "zod";
import type { ContentLeft, SnapshotStore } from "../../ports/store/snapshot.ts";
import type { JsonObject } from "../../scim/resource.ts";
import type { ProfileRows } from "./schema.ts";
import { readStored, readStoredOrNull, storedOrNull } from "./stored-json.ts";

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const roles = z.array(z.string());
const content: z.ZodType<ContentLeft> = z.lazy(() =>
	z.discriminatedUnion("kind", [
		z.object({ kind: z.literal("to-caller") }),
		z.object({
			kind: z.literal("transfer"),
			to: z.object({ id: z.string(), displayName: z.string(), userName: z.string() }),
		}),
		z.object({ kind: z.literal("destroy") }),
	]),
);

/** Accounts as they were right before they were deleted. */
export function snapshots({ db, profile, file }: ProfileRows): SnapshotStore {
	return {
		async addSnapshot({ scim, classic, roles, content, ...snapshot }) {
			await db
				.insertInto("snapshot")
				.values({
					...snapshot,
					profile,
					scimJson: JSON.stringify(scim),
					classicJson: storedOrNull(classic),
					rolesJson: JSON.stringify(roles),
					contentJson: storedOrNull(content),
				})
				.execute();
		},

		async snapshots() {
			const rows = await db
				.selectFrom("snapshot")
				.selectAll()
				.where("profile", "=", profile)
				.orderBy("takenAt", "desc")
				.orderBy("id", "desc")
				.execute();
			return rows.map(({ profile: _, scimJson, classicJson, rolesJson, contentJson, ...snapshot }) => {
				const place = `${file}, snapshot ${snapshot.id}`;
				return {
					...snapshot,
					scim: readStored(jsonObject, scimJson, place),
					classic: readStoredOrNull(jsonObject, classicJson, place),
					roles: readStored(roles, rolesJson, place),
					content: readStoredOrNull(content, contentJson, place),
				};
			});
		},
	};
}

/** Forgets the snapshots of deletions that did not happen. */
export async function dropSnapshots(
	{ db, profile }: ProfileRows,
	changeIds: readonly string[],
): Promise<void> {
	if (changeIds.length === 0) return;
	await db.deleteFrom("snapshot").where("profile", "=", profile).where("id", "in", changeIds).execute();
}
