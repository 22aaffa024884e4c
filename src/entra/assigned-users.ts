import { z } from "zod";
import type { Assignment } from "../source/assignment.ts";
import type { SourceUser } from "../source/source-user.ts";
import { isUser } from "./assignments.ts";
import { select } from "./attributes.ts";
import { batch } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { pageOf } from "./graph/pages.ts";
import { readUsers } from "./users.ts";

/** How many groups are looked at, and users when no attribute matters: enough to find one who can be provisioned. */
const sampleSize = 15;

/** How many users are looked at when their attributes matter: as many as one request reads. */
const largeSampleSize = 300;

const member = z.object({ id: z.string(), "@odata.type": z.string().nullish() });

/**
 * Some of the assigned users: those assigned directly first, then direct members of assigned groups. Deleted users are missing.
 * Rejects with `DirectoryError`.
 *
 * @param attributes to read beside the usual ones, because few users may have the right values; more users are read then
 */
export async function someAssignedUsers(
	client: GraphClient,
	assignments: readonly Assignment[],
	attributes: readonly string[],
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const size = attributes.length === 0 ? sampleSize : largeSampleSize;
	const idsOf = (type: Assignment["principalType"]) => [
		...new Set(assignments.filter((one) => one.principalType === type).map((one) => one.principalId)),
	];
	const groups = idsOf("Group").slice(0, sampleSize);
	const answers = await batch(
		client,
		groups.map((id) => ({ url: `/groups/${encodeURIComponent(id)}/members?$select=id&$top=${size}` })),
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
	const ids = [...new Set([...idsOf("User").slice(0, size), ...members.slice(0, size)])];
	const users = await readUsers(client, ids, select(attributes), signal);
	return users.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}
