import type { NewScimUser, PatchOperation, ScimUser } from "../scim/resource.ts";

/**
 * Where users go: a SCIM server.
 * Every method throws `ScimError` after retries where these are safe, and the signal's reason when aborted; methods that
 * write also throw what their permit rejects with, and then nothing was sent.
 */
export interface Target {
	/** For people: `Sumo Logic us2`. */
	readonly label: string;
	/** Requests sent so far to the whole target, by others too, retries included. */
	readonly requests: () => number;
	/** Requests that were made through this object so far, retries not counted. */
	readonly sent: () => number;
	/** All users in pages, each user once, regardless of the server's totals. */
	list(signal?: AbortSignal): AsyncIterable<readonly ScimUser[]>;
	/** How many users there are, by the first page of the list. A list that follows begins with that page, without its request. */
	count(signal?: AbortSignal): Promise<number>;
	/** The page of the list that begins at a position, counted from 1, by one request. */
	page(startIndex: number, signal?: AbortSignal): Promise<ListPage>;
	/** Users whose attribute equals the value. `attribute` is a SCIM path: `userName`, `emails[type eq "work"].value`. */
	find(attribute: string, value: string, signal?: AbortSignal): Promise<readonly ScimUser[]>;
	/** One user, or undefined when there is none. */
	get(id: string, signal?: AbortSignal): Promise<ScimUser | undefined>;
	/** Whether an account belongs to a program, so that no user gets it. Absent: the target has none, or does not show which. */
	readonly isServiceAccount?:
		| ((account: Pick<ScimUser, "id" | "userName">, signal?: AbortSignal) => Promise<boolean>)
		| undefined;
	/** Creates. If the response to a POST was lost, the user is looked up by userName before it is sent again. */
	create(user: NewScimUser, signal?: AbortSignal): Promise<ScimUser>;
	/** Changes by PATCH, or by PUT of `present` with the operations applied where the server refuses PATCH. */
	update(present: ScimUser, operations: readonly PatchOperation[], signal?: AbortSignal): Promise<ScimUser>;
	/** Deletes; a user who is gone already counts as deleted. */
	delete(id: string, signal?: AbortSignal): Promise<void>;
}

/** Up to 1,000 users. `total`: of the whole list, according to the server; null when it does not say. */
export type ListPage = { readonly total: number | null; readonly users: readonly ScimUser[] };

/** The names of all roles of the target; null when it does not list them. Throws `ScimError`. */
export type RoleNames = (signal?: AbortSignal) => Promise<ReadonlySet<string> | null>;

/** Called right before each write is sent, after any wait. Rejects when it may no longer be sent. */
export type Permit = () => Promise<void>;

/** How urgently a target serves a request: interactive requests take precedence over a running cycle. */
export type Priority = "interactive" | "cycle";
