import type { Permit, Priority, Target } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import { idSegment } from "../scim/id-segment.ts";
import type { ScimUser } from "../scim/resource.ts";
import { readPage, readUser } from "./answer.ts";
import type { ScimClient } from "./client.ts";
import { createUser } from "./create-user.ts";
import { createFindUsers } from "./find-users.ts";
import { pages } from "./paging.ts";
import { createUpdate } from "./update-user.ts";

/** What `/Users` of one server offers, for the priority that each caller asks for. Writes go out only with the permit. */
export type ScimTargets = (priority: Priority, permit?: Permit) => Target;

/**
 * The users of a SCIM server. All targets of one client share what was learned about the server.
 *
 * @param requests number of requests sent, when other clients send to the server too.
 */
export function createScimTargets(
	client: ScimClient,
	label: string,
	requests: () => number = client.requests,
): ScimTargets {
	// What a PATCH falls back to is asked for with the urgency of the change itself.
	const getWith = (priority: Priority) => (id: string, signal?: AbortSignal) =>
		get(client, id, priority, signal);
	const learned = { patchRefused: false };
	const list = (priority: Priority, signal?: AbortSignal) =>
		pages(async (startIndex, count) => {
			const query = { startIndex, count };
			return readPage(await client.send({ method: "GET", path: "/Users", query, priority, signal }));
		});
	const findUsers = createFindUsers(client, list);

	return (priority, permit) => {
		const update = createUpdate(client, getWith(priority), learned);
		const find: Target["find"] = (attribute, value, signal) =>
			findUsers(attribute, value, { priority, signal });
		return {
			label,
			requests,
			find,
			update: (present, operations, signal) => update(present, operations, { priority, permit, signal }),
			get: getWith(priority),
			list: (signal) => list(priority, signal),
			async count(signal) {
				const query = { startIndex: 1, count: 1 };
				const answer = await client.send({ method: "GET", path: "/Users", query, priority, signal });
				const { totalResults } = readPage(answer);
				if (totalResults !== null) return totalResults;
				let received = 0;
				for await (const page of list(priority, signal)) received += page.length;
				return received;
			},
			create: (user, signal) =>
				createUser(client, user, () => find("userName", user.userName, signal), {
					priority,
					permit,
					signal,
				}),
			async delete(id, signal) {
				await absentIsFine(
					client.send({ method: "DELETE", path: `/Users/${idSegment(id)}`, priority, permit, signal }),
				);
			},
		};
	};
}

async function get(
	client: ScimClient,
	id: string,
	priority: Priority,
	signal?: AbortSignal,
): Promise<ScimUser | undefined> {
	const answer = await absentIsFine(
		client.send({ method: "GET", path: `/Users/${idSegment(id)}`, priority, signal }),
	);
	return answer === undefined ? undefined : readUser(answer);
}

async function absentIsFine<T>(sent: Promise<T>): Promise<T | undefined> {
	try {
		return await sent;
	} catch (error) {
		if (error instanceof ScimError && error.code === "not-found") return undefined;
		throw error;
	}
}
