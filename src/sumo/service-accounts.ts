import { ScimError } from "../scim/errors.ts";
import type { ScimUser } from "../scim/resource.ts";
import type { ClassicUsers } from "./classic-users.ts";

/** Number of accounts that are asked for one by one before all are listed. */
const fewAccounts = 3;

/** How long a list is used, ms. */
const listedMs = 10 * 60_000;

/** Whether an account belongs to a program instead of a user. */
export type IsServiceAccount = (
	account: Pick<ScimUser, "id" | "userName">,
	signal?: AbortSignal,
) => Promise<boolean>;

/**
 * Tells service accounts from those of users, which SCIM does not: the users API lists them only on request. Where the access key
 * may not use that API, no account counts as one.
 *
 * @param now ms, from any clock that does not go back
 * @see https://api.sumologic.com/docs/#operation/listUsers
 */
export function serviceAccountsOf(classic: ClassicUsers, now: () => number): IsServiceAccount {
	let asked = 0;
	let listed: { readonly at: number; readonly ids: Promise<ReadonlySet<string>> } | undefined;

	async function idsOf(includeServiceAccounts: boolean, signal?: AbortSignal, email?: string) {
		const ids = new Set<string>();
		for await (const page of classic.ids({ includeServiceAccounts, signal, ...(email ? { email } : {}) }))
			for (const { id } of page) ids.add(id);
		return ids;
	}
	async function serviceIds(signal?: AbortSignal): Promise<ReadonlySet<string>> {
		const users = await idsOf(false, signal);
		const ids = new Set<string>();
		for await (const page of classic.ids({ includeServiceAccounts: true, signal }))
			for (const { id } of page) if (!users.has(id)) ids.add(id);
		return ids;
	}

	return async ({ id, userName }, signal) => {
		try {
			if (listed !== undefined && now() - listed.at > listedMs) {
				listed = undefined;
				asked = 0;
			}
			if (listed === undefined && asked < fewAccounts) {
				asked += 1;
				if ((await idsOf(false, signal, userName)).has(id)) return false;
				if ((await idsOf(true, signal, userName)).has(id)) return true;
			}
			listed ??= { at: now(), ids: serviceIds() };
			return (await listed.ids).has(id);
		} catch (error) {
			const isRefused = error instanceof ScimError && isRefusal(error);
			listed = isRefused ? { at: now(), ids: Promise.resolve(new Set()) } : undefined;
			if (isRefused) return false;
			throw error;
		}
	};
}

/** Whether the access key, or this server, does not have the users API. */
function isRefusal({ code, status }: ScimError): boolean {
	return code === "forbidden" || status === 404 || status === 405;
}
