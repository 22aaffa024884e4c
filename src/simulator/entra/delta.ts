import { z } from "zod";
import { type Answer, json, type Request } from "../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Change } from "./change-log.ts";
import { membersOf } from "./groups.ts";
import { linkWith, placeAfter, readTop } from "./odata/paging.ts";
import { GraphRefusal } from "./odata/refusal.ts";
import { project, readSelection, type Selection } from "./odata/selection.ts";
import { groupProperties, userProperties } from "./properties.ts";
import type { EntraGroup, EntraUser, Tenant } from "./tenant.ts";

/** The type of objects whose changes are tracked. */
type Kind = "user" | "group";

/** The position of a delta query. A token is this position, encoded. */
const tokenSchema = z.strictObject({
	kind: z.enum(["user", "group"]),
	/** `full` reads all objects by ordinal; `changes` reads the log after `from`, object by object. */
	mode: z.enum(["full", "changes"]),
	/** The newest change that the reader had seen before this round. */
	from: z.int(),
	/** The newest change when this round began: the next round begins after it. */
	to: z.int(),
	/** How much of this round has been read: an ordinal (`full`) or a count (`changes`). */
	at: z.int(),
	select: z.string(),
	top: z.int(),
	/** Milliseconds since 1970 when this round began. */
	issued: z.number(),
	/** Tokens of an older generation have expired. */
	generation: z.int(),
});

type Token = z.infer<typeof tokenSchema>;

/** Microsoft keeps delta tokens of directory objects for seven days. */
const lifetime = 7 * 24 * 3_600_000;
/** Pages of delta queries hold this many objects unless `$top` or `Prefer: odata.maxpagesize` asks for less or more. */
const pageSize = 200;
/** The most members named in one page of groups. */
const membersInPage = 1_000;

/** `/users/delta` and `/groups/delta` (learn.microsoft.com/graph/delta-query-overview). */
export function delta(tenant: Tenant): Routes {
	const changes = joinedChanges(tenant);
	const answer = (kind: Kind) => (request: Request) => answerDelta(request, kind, tenant, changes);
	return {
		"GET /v1.0/users/delta": answer("user"),
		"GET /v1.0/groups/delta": answer("group"),
	};
}

function answerDelta(request: Request, kind: Kind, tenant: Tenant, changes: JoinedChanges): Answer {
	const { query } = request;
	const now = tenant.clock();
	const text = query.get("$skiptoken") ?? query.get("$deltatoken");
	if (text === "latest") {
		const last = tenant.changes.last;
		return page(
			request,
			{ ...begin(request, kind, tenant), mode: "changes", from: last, at: 0 },
			{ value: [], at: 0, more: false },
		);
	}
	const token = text === null ? begin(request, kind, tenant) : read(text, kind, request, tenant);
	const fresh = query.has("$deltatoken") ? { ...token, to: tenant.changes.last, issued: now } : token;
	const part = fresh.mode === "full" ? fullPage(fresh, tenant) : changedPage(fresh, tenant, request, changes);
	return page(request, fresh, part);
}

interface Part {
	readonly value: JsonObject[];
	readonly at: number;
	readonly more: boolean;
}

function page(request: Request, token: Token, part: Part): Answer {
	const next: Token = part.more
		? { ...token, at: part.at }
		: { ...token, mode: "changes", from: token.to, at: 0 };
	const text = Buffer.from(JSON.stringify(next)).toString("base64url");
	const bare = { ...request, query: new URLSearchParams() };
	const link = linkWith(bare, part.more ? { $skiptoken: text } : { $deltatoken: text });
	return json(200, {
		"@odata.context": `${request.origin}/v1.0/$metadata#${token.kind}s`,
		[part.more ? "@odata.nextLink" : "@odata.deltaLink"]: link,
		value: part.value,
	});
}

function begin(request: Request, kind: Kind, tenant: Tenant): Token {
	const asked = /odata\.maxpagesize=(\d+)/.exec(request.headers.prefer ?? "")?.[1];
	const top =
		asked === undefined ? readTop(request.query, pageSize) : Math.min(999, Math.max(1, Number(asked)));
	const to = tenant.changes.last;
	const select = request.query.get("$select") ?? "";
	return {
		kind,
		mode: "full",
		from: 0,
		to,
		at: 0,
		select,
		top,
		issued: tenant.clock(),
		generation: tenant.deltaGeneration,
	};
}

function read(text: string, kind: Kind, request: Request, tenant: Tenant): Token {
	const parsed = tokenSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
	if (!parsed.success || parsed.data.kind !== kind) {
		throw new GraphRefusal(
			400,
			"Directory_InvalidDeltaToken",
			"The delta token is not valid for this resource.",
		);
	}
	if (parsed.data.generation !== tenant.deltaGeneration || tenant.clock() - parsed.data.issued > lifetime) {
		throw expired(request, tenant);
	}
	return parsed.data;
}

/** The forms in which Graph reports that a round has to start again (learn.microsoft.com/graph/delta-query-overview). */
function expired({ origin, path }: Request, { deltaExpiry }: Tenant): GraphRefusal {
	const message =
		"The sync state generation is not found. The delta token is expired and data must be synchronized again.";
	if (deltaExpiry === "syncStateNotFound") return new GraphRefusal(400, "syncStateNotFound", message);
	const code = deltaExpiry === "410" ? "syncStateNotFound" : deltaExpiry;
	return new GraphRefusal(410, code, message, { location: `${origin}${path}?$deltatoken=` });
}

/** A manager comes only when `$select` names it, and as a change: `manager@delta`. */
const managedProperties = {
	...userProperties,
	manager: ({ manager }: EntraUser) =>
		manager === null ? [] : [{ "@odata.type": "#microsoft.graph.user", id: manager }],
};

const userSelection = (select: string): Selection<EntraUser> =>
	readSelection(select, managedProperties, "user", Object.keys(userProperties)).map(([name, read]) => [
		name === "manager" ? "manager@delta" : name,
		read,
	]);

const isMembers = (name: string): boolean => name.trim() === "members";

/** The selected group properties, and whether members are included: they are unless `$select` omits them. */
function groupSelection(select: string): { selection: Selection<EntraGroup>; members: boolean } {
	const names = select.split(",").filter((name) => name !== "");
	const plain = names.filter((name) => !isMembers(name)).join(",");
	const selection = readSelection(plain === "" && names.length > 0 ? "id" : plain, groupProperties, "group");
	return { selection, members: names.length === 0 || names.some(isMembers) };
}

function memberReference(tenant: Tenant, id: string): JsonObject {
	return { "@odata.type": `#microsoft.graph.${tenant.groups.has(id) ? "group" : "user"}`, id };
}

function fullPage(token: Token, tenant: Tenant): Part {
	if (token.kind === "user") {
		const all = tenant.listUsers();
		const begin = placeAfter(all, token.at);
		const items = all.slice(begin, begin + token.top);
		const selection = userSelection(token.select);
		return {
			value: items.map((user) => withId(project(user, selection), user.id)),
			at: items.at(-1)?.ordinal ?? token.at,
			more: begin + items.length < all.length,
		};
	}
	const all = [...tenant.groups.values()];
	const { selection, members } = groupSelection(token.select);
	const value: JsonObject[] = [];
	let at = token.at;
	let room = membersInPage;
	let index = placeAfter(all, at);
	for (; index < all.length && value.length < token.top && room > 0; index++) {
		const group = all[index];
		if (!group) break;
		const item = withId(project(group, selection), group.id);
		if (members) {
			const present = membersOf(tenant, group);
			room -= present.length;
			if (present.length > 0) item["members@delta"] = present.map((one) => memberReference(tenant, one.id));
		}
		value.push(item);
		at = group.ordinal;
	}
	return { value, at, more: index < all.length };
}

function withId(object: JsonObject, id: string): JsonObject {
	return "id" in object ? object : { ...object, id };
}

/** The merged changes of one object in a round. */
interface Joined {
	removed: Change["removed"];
	/** Undefined once a change lists no properties: then all are shown. */
	properties: Set<string> | undefined;
	/** True once the object itself changed, not only its members. */
	own: boolean;
	readonly members: Map<string, boolean>;
}

function join(changes: readonly Change[], kind: Kind): Map<string, Joined> {
	const joined = new Map<string, Joined>();
	for (const change of changes) {
		if (change.kind !== kind && !(kind === "group" && change.kind === "member")) continue;
		const one: Joined = joined.get(change.id) ?? {
			removed: undefined,
			properties: new Set<string>(),
			own: false,
			members: new Map<string, boolean>(),
		};
		joined.set(change.id, one);
		if (change.kind === "member") {
			if (change.member !== undefined) one.members.set(change.member, change.removed === undefined);
			continue;
		}
		one.own = true;
		one.removed = change.removed;
		if (change.properties === undefined) one.properties = undefined;
		else for (const property of change.properties) one.properties?.add(property);
	}
	return joined;
}

type JoinedChanges = (token: Token) => readonly (readonly [string, Joined])[];

/** The merged changes of a round, cached because all pages of a round need them. */
function joinedChanges(tenant: Tenant): JoinedChanges {
	let last: { round: string; all: readonly (readonly [string, Joined])[] } | undefined;
	return ({ kind, from, to }) => {
		const round = `${kind} ${from} ${to}`;
		if (last?.round !== round) last = { round, all: [...join(tenant.changes.between(from, to), kind)] };
		return last.all;
	};
}

function changedPage(token: Token, tenant: Tenant, request: Request, changes: JoinedChanges): Part {
	const all = changes(token);
	const items = all.slice(token.at, token.at + token.top);
	const minimal = /return=minimal/.test(request.headers.prefer ?? "");
	const show = token.kind === "user" ? userChanges(token, tenant, minimal) : groupChanges(token, tenant);
	const at = token.at + items.length;
	return {
		value: items.map(([id, one]) => show(id, one)).filter((item) => item !== undefined),
		at,
		more: at < all.length,
	};
}

function userChanges(
	token: Token,
	tenant: Tenant,
	minimal: boolean,
): (id: string, one: Joined) => JsonObject | undefined {
	const selection = userSelection(token.select);
	return (id, { removed, properties }) => {
		const user = tenant.users.get(id);
		if (!user) return { id, "@removed": { reason: removed ?? "changed" } };
		const changed = properties;
		if (changed === undefined) return withId(project(user, selection), id);
		// A user is shown only when a selected property has changed.
		const touched = selection.filter(([name]) => changed.has(name.replace("@delta", "")));
		if (touched.length === 0) return undefined;
		return withId(project(user, minimal ? touched : selection), id);
	};
}

function groupChanges(token: Token, tenant: Tenant): (id: string, one: Joined) => JsonObject | undefined {
	const { selection, members } = groupSelection(token.select);
	return (id, one) => {
		const group = tenant.groups.get(id);
		if (!group) return { id, "@removed": { reason: "deleted" } };
		if (!one.own && !members) return undefined;
		const item = withId(project(group, selection), id);
		if (members && one.members.size > 0) {
			item["members@delta"] = [...one.members].map(([member, belongs]) => ({
				...memberReference(tenant, member),
				...(belongs ? {} : { "@removed": { reason: "deleted" } }),
			}));
		}
		return item;
	};
}
