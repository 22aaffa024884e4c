import type { Permit, Priority, Target } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import { idSegment } from "../scim/id-segment.ts";
import type { ScimUser } from "../scim/resource.ts";
import { readFirstPage, readPage, readUserWithId, type UserPage } from "./answer.ts";
import type { ScimClient } from "./client.ts";
import { createUser } from "./create-user.ts";
import { createFindUsers } from "./find-users.ts";
import type { LetterCases } from "./letter-case.ts";
import { pageSize, pages } from "./paging.ts";
import { sendAndRead } from "./read-again.ts";
import { clientOfRun } from "./run-client.ts";
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
	const letterCases: LetterCases = new Map();
	const refusedFilters = new Set<string>();
	const learned = { patchRefused: false, versionsRefused: false, refusedFilters, letterCases };
	return (priority, permit) => {
		const own = clientOfRun(client);
		const readOne = (startIndex: number, count: number, signal?: AbortSignal) => {
			const query = { startIndex, count };
			const read = startIndex === 1 ? readFirstPage : readPage;
			return sendAndRead(own, { path: "/Users", query, priority, signal }, read);
		};
		/** What the last count has read, for the list that follows it. */
		let counted: UserPage | undefined;
		const list = (signal?: AbortSignal) => {
			const first = counted;
			counted = undefined;
			return pages((startIndex, count) => readOne(startIndex, count, signal), first);
		};
		const getOne = (id: string, signal?: AbortSignal) => get(own, id, priority, signal);
		const findUsers = createFindUsers(own, list, learned);
		const update = createUpdate(own, getOne, learned);
		const find: Target["find"] = (attribute, value, signal) =>
			findUsers(attribute, value, { priority, signal });
		return {
			label,
			requests,
			sent: own.sent,
			find,
			update: (present, operations, signal) => update(present, operations, { priority, permit, signal }),
			get: getOne,
			list,
			async count(signal) {
				counted = await readOne(1, pageSize, signal);
				if (counted.totalResults !== null) return counted.totalResults;
				let received = 0;
				for await (const page of list(signal)) received += page.length;
				return received;
			},
			async page(startIndex, signal) {
				const { totalResults, users } = await readOne(startIndex, pageSize, signal);
				return { total: totalResults, users };
			},
			create: (user, signal) =>
				createUser(own, user, () => find("userName", user.userName, signal), {
					priority,
					permit,
					signal,
				}),
			async delete(id, signal) {
				await absentIsFine(
					own.send({ method: "DELETE", path: `/Users/${idSegment(id)}`, priority, permit, signal }),
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
	const request = { path: `/Users/${idSegment(id)}`, priority, signal };
	return absentIsFine(sendAndRead(client, request, (answer) => readUserWithId(answer, id)));
}

async function absentIsFine<T>(sent: Promise<T>): Promise<T | undefined> {
	try {
		return await sent;
	} catch (error) {
		if (error instanceof ScimError && error.code === "not-found") return undefined;
		throw error;
	}
}
