import {
	type AssignmentState,
	type Directory,
	type DirectoryRead,
	ExpiredReadError,
	type Watermark,
} from "../ports/source/directory.ts";
import type { SourceUser } from "../source/source-user.ts";
import { findApplication } from "./application.ts";
import { assign, assignedGroups, lacksOneOf, readGrants, readState, unassign } from "./assignments.ts";
import { select, usersDeltaUrl } from "./attributes.ts";
import { entitlementChanges, isSameState } from "./entitlement-changes.ts";
import type { AccessTokenSource } from "./graph/access-token.ts";
import { createGraphClient, type GraphClock, type GraphOptions } from "./graph/graph-client.ts";
import type { Page } from "./graph/pages.ts";
import { followGroups } from "./group-delta.ts";
import { readCredentialEnds } from "./permissions/credential-ends.ts";
import { searchUsers } from "./search.ts";
import { lastActivity } from "./synchronization/last-activity.ts";
import { createSynchronizationJobs } from "./synchronization/synchronization-jobs.ts";
import { type ChangedUser, changedUsers, type RoundEnd, userDeltaPages } from "./user-delta.ts";
import { readGroups, readUser, readUsers } from "./users.ts";
import { type Position, readWatermark, writeWatermark } from "./watermark.ts";

export type EntraOptions = {
	readonly credential: AccessTokenSource;
	/** Object id, application id or display name of the enterprise application. */
	readonly application: string;
	/** Default `https://graph.microsoft.com/v1.0`. */
	readonly graphUrl?: string | undefined;
	/** The app registration of a sign-in with a client secret, to find out when that expires; undefined for another one. */
	readonly registration?:
		| (() => Promise<{ readonly clientId: string; readonly secret: string } | undefined>)
		| undefined;
	/** For people; default `Entra ID`. */
	readonly label?: string | undefined;
	readonly clock?: GraphClock | undefined;
} & Pick<GraphOptions, "connector" | "timeoutMs" | "retries">;

/**
 * A tenant of Microsoft Entra ID through Microsoft Graph.
 *
 * Users and members of assigned groups are followed by delta queries; roles and assignments, which have none, are read and compared
 * with those that the watermark remembers. When nothing changed, a read costs two requests, and one more for every 999 assignments
 * after the first 999. Where more than 999 are read in full, or one of them is gone, they are read twice. Delta links end after seven days, and with a change of the attributes: then everything is read.
 *
 * Needs the application permissions User.Read.All, GroupMember.Read.All and Application.Read.All, and AppRoleAssignment.ReadWrite.All to assign.
 */
export function createEntraDirectory(options: EntraOptions): Directory {
	const { application: named, label = "Entra ID", clock } = options;
	const now = clock?.now ?? Date.now;
	const client = createGraphClient(options);
	let foundId: string | undefined;

	const applicationId = async (signal: AbortSignal | undefined): Promise<string> => {
		foundId ??= await findApplication(client, named, signal);
		return foundId;
	};

	const readAll = async (attributes: readonly string[], signal: AbortSignal | undefined) => {
		const selected = select(attributes);
		const id = await applicationId(signal);
		const { grants } = await readGrants(client, id, [], signal, () => true);
		const nothing = { links: [], members: new Map() };
		const groups = await followGroups(client, nothing, [], assignedGroups(grants), signal);
		const round = userDeltaPages(client, usersDeltaUrl(selected), signal);
		const position = { application: { named, id }, selected: usersDeltaUrl(selected), groups, grants };
		const users = changedUsers(client, round, [], selected, now, signal);
		return readOf("full", users, { ...grants, members: groups.members }, position);
	};

	/** Undefined when a full read is needed. */
	const readSince = async (
		since: Position,
		attributes: readonly string[],
		signal: AbortSignal | undefined,
	): Promise<DirectoryRead | undefined> => {
		const selected = select(attributes);
		const { application } = since;
		if (application.named !== named || since.selected !== usersDeltaUrl(selected)) return undefined;
		foundId ??= application.id;
		const links = since.groups.links.map(({ link }) => ({ url: link }));
		const [round, { grants, answers }] = await Promise.all([
			begun(userDeltaPages(client, since.users, signal)),
			readGrants(client, application.id, links, signal, lacksOneOf(since.grants.assignments)),
		]);
		if (round === "expired") return undefined;
		const groups = await followGroups(client, since.groups, answers, assignedGroups(grants), signal);
		const before = { ...since.grants, members: since.groups.members };
		const after = { ...grants, members: groups.members };
		const isSame = isSameState(before, after);
		const position = { application, selected: since.selected, groups, grants };
		if (round.link !== undefined && isSame && since.pending.length === 0) {
			return unchanged({ ...position, users: client.relative(round.link), pending: [] });
		}
		const changed = isSame ? [] : entitlementChanges(before, after);
		const users = changedUsers(client, round.pages, [...since.pending, ...changed], selected, now, signal);
		return readOf("delta", users, after, position);
	};

	return {
		label,
		requests: client.requests,
		hasBin: true,
		async read(since, attributes, signal) {
			const position = since === null ? undefined : readWatermark(since);
			const delta = position && (await readSince(position, attributes, signal));
			return delta ?? readAll(attributes, signal);
		},
		user: (id, attributes, signal) => readUser(client, id, select(attributes), signal),
		usersById: (ids, attributes, signal) => readUsers(client, ids, select(attributes), signal),
		search: (text, limit, attributes, signal) => searchUsers(client, text, limit, select(attributes), signal),
		assignments: async (signal, isConfirmed) =>
			readState(client, await applicationId(signal), signal, isConfirmed),
		groups: (signal) => readGroups(client, signal),
		assign: async ({ id }, appRoleId, signal) =>
			assign(client, { applicationId: await applicationId(signal), principalId: id, appRoleId }, signal),
		unassign: async (assignmentId, signal) =>
			unassign(client, await applicationId(signal), assignmentId, signal),
		async hostedJob(since, signal) {
			const known = since === null ? undefined : readWatermark(since)?.application;
			if (known?.named === named) foundId ??= known.id;
			return createSynchronizationJobs(client, await applicationId(signal), false).current(signal);
		},
		hostedActivity: async (since, signal) => lastActivity(client, await applicationId(signal), since, signal),
		async credentialEnds(signal) {
			const registration = await options.registration?.();
			return readCredentialEnds(client, registration, await applicationId(signal), signal);
		},
		close: async () => client.close(),
	};
}

/** A round of changes whose first page with content has been read, to find out whether there is any; then `link` is undefined. */
type Begun = { readonly pages: AsyncIterable<Page<ChangedUser>>; readonly link: string | undefined };

async function begun(pages: AsyncGenerator<Page<ChangedUser>>): Promise<Begun | "expired"> {
	try {
		let next = await pages.next();
		while (!next.done && next.value.items.length === 0 && next.value.delta === undefined)
			next = await pages.next();
		const first = next.done ? undefined : next.value;
		return { pages: after(first, pages), link: first?.items.length === 0 ? first.delta : undefined };
	} catch (error) {
		if (error instanceof ExpiredReadError) return "expired";
		throw error;
	}
}

async function* after<T>(first: T | undefined, rest: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
	if (first !== undefined) yield first;
	yield* rest;
}

function unchanged(position: Position): DirectoryRead {
	return {
		kind: "unchanged",
		users: after(undefined, []),
		removed: () => [],
		assignments: null,
		watermark: () => writeWatermark(position),
	};
}

function readOf(
	kind: "full" | "delta",
	users: AsyncGenerator<readonly SourceUser[], RoundEnd>,
	assignments: AssignmentState,
	position: Omit<Position, "users" | "pending">,
): DirectoryRead {
	let end: RoundEnd | undefined;
	const ended = (): RoundEnd => {
		if (end) return end;
		throw new TypeError("The users of a read must be consumed to the end first.");
	};
	async function* consumed(): AsyncGenerator<readonly SourceUser[]> {
		end = yield* users;
	}
	return {
		kind,
		users: consumed(),
		removed: () => ended().removed,
		assignments,
		watermark: (): Watermark =>
			writeWatermark({ ...position, users: ended().link, pending: ended().pending }),
	};
}
