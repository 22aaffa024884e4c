import { ScimError } from "../scim/errors.ts";
import type { ScimUser } from "../scim/resource.ts";
import type { ClassicUsers } from "./classic-users.ts";

/** Number of accounts that are asked for one by one before all users are listed, and again of those that are not in that list. */
const fewAccounts = 3;

/** How long lists are used, ms. */
const listedMs = 10 * 60_000;

type Ids = Promise<ReadonlySet<string>>;

/** Ids from a list that is still being read. An id is found as soon as its page has come. */
type ListedIds = { has(id: string): Promise<boolean> };

/** What has been read of the users API. `services`: undefined until an account is neither a listed user nor found by its address. */
type Known = { readonly at: number; readonly users: ListedIds; services?: Ids; asked: number };

/** Whether an account belongs to a program instead of a user. */
export type IsServiceAccount = (
	account: Pick<ScimUser, "id" | "userName">,
	signal?: AbortSignal,
) => Promise<boolean>;

/**
 * Tells service accounts from those of users, which SCIM does not: the users API lists them only on request. Accounts that are not in
 * its list of users are looked up by their address; only where that shows nothing, a list with service accounts is read too. Where the
 * access key may not use that API, no account counts as one.
 *
 * @param now ms, from any clock that does not go back
 * @see https://api.sumologic.com/docs/#operation/listUsers
 */
export function serviceAccountsOf(classic: ClassicUsers, now: () => number): IsServiceAccount {
	let asked = 0;
	let known: Known | undefined;

	async function idsOf(includeServiceAccounts: boolean, signal?: AbortSignal, email?: string) {
		const ids = new Set<string>();
		for await (const page of classic.ids({ includeServiceAccounts, signal, ...(email ? { email } : {}) }))
			for (const { id } of page) ids.add(id);
		return ids;
	}
	/** Reads both lists, that of users last: an account of a user that is created meanwhile is in that one, and in no case a service account. */
	async function serviceIds(): Ids {
		const ids = await idsOf(true);
		for await (const page of classic.ids({ includeServiceAccounts: false }))
			for (const { id } of page) ids.delete(id);
		return ids;
	}
	/** By the address; undefined where neither list has the account under it. */
	async function byAddress({ id, userName }: Pick<ScimUser, "id" | "userName">, signal?: AbortSignal) {
		if ((await idsOf(false, signal, userName)).has(id)) return false;
		return (await idsOf(true, signal, userName)).has(id) ? true : undefined;
	}

	return async (account, signal) => {
		try {
			if (known !== undefined && now() - known.at > listedMs) {
				known = undefined;
				asked = 0;
			}
			const isFew = known === undefined && asked < fewAccounts;
			if (isFew) {
				asked += 1;
				const found = await byAddress(account, signal);
				if (found !== undefined) return found;
			}
			known ??= { at: now(), users: listedIds(classic.ids({ includeServiceAccounts: false })), asked: 0 };
			if (await known.users.has(account.id)) return false;
			// A service account, or one that is newer than the list.
			if (!isFew && known.services === undefined && known.asked < fewAccounts) {
				known.asked += 1;
				const found = await byAddress(account, signal);
				if (found !== undefined) return found;
			}
			known.services ??= serviceIds();
			return (await known.services).has(account.id);
		} catch (error) {
			const isRefused = error instanceof ScimError && isRefusal(error);
			known = isRefused
				? { at: now(), users: noIds, services: Promise.resolve(new Set()), asked: 0 }
				: undefined;
			if (isRefused) return false;
			throw error;
		}
	};
}

const noIds: ListedIds = { has: async () => false };

/** Pages of a list that are requested before they are needed, so that planning does not wait for each. */
const pagesAhead = 4;

/** Reads a list as far as it is needed, and a few pages ahead. Throws what the list throws, for ids that did not come before. */
function listedIds(pages: AsyncIterable<readonly { readonly id: string }[]>): ListedIds {
	const iterator = pages[Symbol.asyncIterator]();
	const pageOf = new Map<string, number>();
	let arrived = 0;
	/** Each resolves to false where the list has ended. */
	const requested: Promise<boolean>[] = [];
	const readPage = async (): Promise<boolean> => {
		const { done, value } = await iterator.next();
		if (done) return false;
		for (const { id } of value) pageOf.set(id, arrived);
		arrived += 1;
		return true;
	};
	const request = (count: number) => {
		while (requested.length < count) {
			const page = readPage();
			page.catch(() => undefined); // thrown when it is awaited
			requested.push(page);
		}
	};
	return {
		async has(id) {
			for (;;) {
				const page = pageOf.get(id);
				request((page ?? arrived) + 1 + pagesAhead);
				if (page !== undefined) return true;
				if (!(await requested[arrived])) return false;
			}
		},
	};
}

/** Whether the access key, or this server, does not have the users API. */
function isRefusal({ code, status }: ScimError): boolean {
	return code === "forbidden" || status === 404 || status === 405;
}
