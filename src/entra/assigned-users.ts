import { z } from "zod";
import type { Assignment } from "../source/assignment.ts";
import type { SourceUser } from "../source/source-user.ts";
import { isUser } from "./assignments.ts";
import { select } from "./attributes.ts";
import { batch } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { pageOf } from "./graph/pages.ts";
import { readUsers } from "./users.ts";

/** How many users and groups are looked at: enough to find one who can be provisioned. */
const sampleSize = 15;
const member = z.object({ id: z.string(), "@odata.type": z.string().nullish() });

/**
 * Some of the assigned users: those assigned directly first, then direct members of assigned groups. Deleted users are missing.
 * Rejects with `DirectoryError`.
 */
export async function someAssignedUsers(
	client: GraphClient,
	assignments: readonly Assignment[],
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const idsOf = (type: Assignment["principalType"]) => [
		...new Set(assignments.filter((one) => one.principalType === type).map((one) => one.principalId)),
	];
	const groups = idsOf("Group").slice(0, sampleSize);
	const answers = await batch(
		client,
		groups.map((id) => ({ url: `/groups/${encodeURIComponent(id)}/members?$select=id&$top=${sampleSize}` })),
		signal,
	);
	const members = answers.flatMap((answer) =>
		answer.failure
			? []
			: answer
					.as(pageOf(member))
					.items.filter(isUser)
					.map(({ id }) => id),
	);
	const ids = [...new Set([...idsOf("User").slice(0, sampleSize), ...members.slice(0, sampleSize)])];
	const users = await readUsers(client, ids, select([]), signal);
	return users.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}
