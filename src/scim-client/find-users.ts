import { standardTargets } from "../attributes/target-schema.ts";
import type { Priority } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import { equals } from "../scim/filter.ts";
import { extensionOf, parsePath, readAll, type TargetPath } from "../scim/path.ts";
import type { ScimUser } from "../scim/resource.ts";
import { counted } from "../text/counted.ts";
import { composed, folded } from "../text/folded.ts";
import { readFirstPage, readPage } from "./answer.ts";
import type { ScimClient } from "./client.ts";
import { firstAccounts, type LetterCases, mayDifferInCase } from "./letter-case.ts";
import { sendAndRead } from "./read-again.ts";
import type { ScimRequest } from "./scim-request.ts";

/** The only attribute for which Sumo Logic documents a filter. */
const documentedAttribute = "emails.value";

/** What look-ups learn of a server. */
export type Learned = { readonly refusedFilters: Set<string>; readonly letterCases: LetterCases };

type Sent = { readonly priority: Priority; readonly signal?: AbortSignal | undefined };

export type FindUsers = (attribute: string, value: string, sending: Sent) => Promise<readonly ScimUser[]>;

/**
 * Finds users by the value of an attribute. An answer counts only as far as its accounts show the value: a server that
 * answers with other accounts fails as `filter-ignored`, so that none of them is taken for a match. A filter that is
 * refused with 400 is replaced by the one that Sumo Logic documents where an address is asked for, and by reading the
 * whole list otherwise. The list is also read where a filter that finds none may have missed a value in another case.
 *
 * @param learned the attributes whose filters the server has refused, which are not asked for again, and how filters compare letters
 */
export function createFindUsers(
	client: ScimClient,
	list: (signal?: AbortSignal) => AsyncIterable<readonly ScimUser[]>,
	learned: Learned,
): FindUsers {
	return async (attribute, value, { priority, signal }) => {
		const path = parsePath(attribute);
		const askFor = (asked: string, one: string, how: Sent) =>
			noneIfNotFound(askFilter(client, equals(asked, one), (user) => hold(user, parsePath(asked), one), how));
		const ask = async (asked: string) => {
			if (learned.refusedFilters.has(asked)) return undefined;
			const found = await askFor(asked, value, { priority, signal });
			// Another value could be the reason; an ordinary one is not.
			if (found === undefined && /^[\w.@+-]+$/.test(value)) learned.refusedFilters.add(asked);
			return found;
		};
		const matching = (users: readonly ScimUser[]) =>
			users.filter((user) => hold(user, path, value) === "exactly");

		// Without the signal: others wait for the same answers.
		const isMissed = (asked: string) =>
			ignoresCase(path) &&
			mayDifferInCase(
				{ attribute: asked, value },
				(other) => askFor(asked, other, { priority }),
				() => beginningOfList(client, { priority }),
				learned.letterCases,
			);
		for (const asked of isAddress(path, value) ? [attribute, documentedAttribute] : [attribute]) {
			const found = await ask(asked);
			if (found === undefined) continue;
			if (matching(found).length > 0) return matching(found);
			// An account can have another address than its userName, so that finding none by address is no evidence.
			const isEvidence = asked === attribute || isEmail(path);
			if (isEvidence && !(await isMissed(asked))) return [];
			break;
		}
		const all: ScimUser[] = [];
		for await (const page of list(signal)) all.push(...matching(page));
		return all;
	};
}

/**
 * The users that a filter selects, each once; undefined when the server refuses the filter (400). An answer that announces more
 * users than it holds is only a page: the others are read too, since two accounts must not be taken for one match. Throws
 * `filter-ignored` when an account comes back that does not hold the value.
 */
export async function askFilter(
	client: ScimClient,
	filter: string,
	holds: (user: ScimUser) => Holding,
	sending: Pick<ScimRequest, "priority" | "signal" | "retries">,
): Promise<readonly ScimUser[] | undefined> {
	const found = new Map<string, ScimUser>();
	try {
		for (let received = 0; ; ) {
			const query = received === 0 ? { filter } : { filter, startIndex: received + 1 };
			const request = { path: "/Users", query, ...sending };
			const read = received === 0 ? readFirstPage : readPage;
			const [answer, page] = await sendAndRead(client, request, (one) => [one, read(one)] as const);
			const { users, totalResults } = page;
			const others = users.filter((user) => holds(user) === "not");
			if (others.length > 0)
				throw new ScimError(
					"filter-ignored",
					`GET /Users: the server does not honor the filter on ${filter.replace(/ eq .*$/s, "")}. It answered with ${counted(others.length, "account that does", "accounts that do")} not have the value asked for.`,
					{ status: answer.status, request: answer.request, attempts: answer.attempts },
				);
			const before = found.size;
			for (const user of users) found.set(user.id, user);
			received += users.length;
			if (found.size === before || totalResults === null || totalResults <= received)
				return [...found.values()];
		}
	} catch (error) {
		if (error instanceof ScimError && error.code === "invalid" && error.status === 400) return undefined;
		throw error;
	}
}

/** The beginning of the list; empty when the server refuses it, which proves nothing. */
async function beginningOfList(client: ScimClient, sending: Sent): Promise<readonly ScimUser[]> {
	try {
		return await firstAccounts(client, sending);
	} catch (error) {
		if (error instanceof ScimError && (error.code === "invalid" || error.code === "not-found")) return [];
		throw error;
	}
}

/** Some servers answer 404 when no user has the value. */
async function noneIfNotFound<T>(
	asked: Promise<readonly T[] | undefined>,
): Promise<readonly T[] | undefined> {
	try {
		return await asked;
	} catch (error) {
		if (error instanceof ScimError && error.code === "not-found") return [];
		throw error;
	}
}

/** How an account holds a value. `similarly`: only the case differs, of an attribute where case counts. */
export type Holding = "exactly" | "similarly" | "not";

/** An element of a list is found whatever its type: servers may keep an address under another type than the one sent. */
export function hold(user: ScimUser, path: TargetPath, value: string): Holding {
	const values = readAll(user, { ...path, filter: null })
		.filter((present) => typeof present !== "object")
		.map((present) => composed(String(present)));
	if (values.includes(composed(value))) return "exactly";
	if (!values.some((present) => folded(present) === folded(value))) return "not";
	return ignoresCase(path) ? "exactly" : "similarly";
}

/** Whether values that differ only in the case of letters are the same value of the attribute (RFC 7643 §7: caseExact). */
function ignoresCase(path: TargetPath): boolean {
	return isEmail(path) || standardTargets.find(path)?.caseExact === false;
}

function isEmail(path: TargetPath): boolean {
	return extensionOf(path) === null && path.attribute.toLowerCase() === "emails";
}

function isAddress(path: TargetPath, value: string): boolean {
	if (isEmail(path)) return true;
	return extensionOf(path) === null && path.attribute.toLowerCase() === "username" && value.includes("@");
}
