import { type Answer, json, noContent, type Request } from "../loopback/exchange.ts";
import { type Json, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Behavior } from "./behavior.ts";
import { deleteUser } from "./deletion.ts";
import { type Filter, parseFilter } from "./filter.ts";
import { matches } from "./filter-match.ts";
import type { Organization, SumoUser, UserFields } from "./organization.ts";
import { patched, patchSchema } from "./patch.ts";
import { ScimRefusal } from "./refusal.ts";
import { entityTag, readResource, toResource } from "./resource.ts";

const mediaType = { "content-type": "application/scim+json" };
const listSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/** `/v1/scim/Users` (docs/api/scim-user.md, RFC 7644 §3). `behavior` is read on each request. */
export function scimUsers(organization: Organization, behavior: () => Behavior): Routes {
	const find = (id: string): SumoUser => {
		const user = organization.user(id);
		if (!user) throw new ScimRefusal(404, "notFound", `User with id ${id} not found`);
		return user;
	};
	const show = (request: Request, user: SumoUser, status = 200): Answer => {
		const resource = toResource(user, request.origin, behavior());
		const tag: Record<string, string> = behavior().etags ? { etag: entityTag(user) } : {};
		return json(status, resource, { ...mediaType, ...tag });
	};
	const written = (answer: Answer): Answer => {
		const { body, ...rest } = answer;
		switch (behavior().writeAnswers) {
			case "user":
				return answer;
			case "empty":
				return rest;
			case "204":
				return { ...rest, status: 204 };
		}
	};
	/** Users as they were before their last change, and how many more reads show them so. */
	const stale = new Map<string, { readonly before: SumoUser; left: number }>();
	const seen = (user: SumoUser): SumoUser => {
		const old = stale.get(user.id);
		return old !== undefined && old.left-- > 0 ? old.before : user;
	};
	/** Creations since a number of them to keep was set. */
	let counted: { readonly limit: number | null; made: number } = { limit: null, made: 0 };
	const isKept = (): boolean => {
		const { creation, keptCreations } = behavior();
		if (counted.limit !== keptCreations) counted = { limit: keptCreations, made: 0 };
		counted.made += 1;
		return creation !== "ignore" && (keptCreations === null || counted.made <= keptCreations);
	};
	const update = (request: Request, user: SumoUser, body: Json | undefined): Answer => {
		const given = readResource(body, organization, behavior(), user);
		const applied = { ...given, ...pick(user, behavior().ignoredInUpdates) };
		const fields = reactivated(user, applied, behavior());
		refuseTaken(organization, fields, user);
		const { staleReads, echoesIgnored } = behavior();
		if (same(user, fields)) return written(show(request, echoesIgnored ? { ...user, ...given } : user));
		const changed = organization.replace(user, fields);
		stale.set(user.id, { before: user, left: staleReads });
		if (echoesIgnored) return written(show(request, { ...changed, ...given }));
		return written(show(request, staleReads > 0 ? user : changed));
	};

	return {
		"GET /api/v1/scim/Users": (request) => list(request, organization, behavior()),
		"GET /api/v1/scim/Users/{id}": (request, id) => {
			const user = find(id);
			if (behavior().etags && request.headers["if-none-match"] === entityTag(user)) {
				return { status: 304, headers: { etag: entityTag(user) } };
			}
			return show(request, seen(user));
		},
		"POST /api/v1/scim/Users": (request) => {
			const given = readResource(readBody(request), organization, behavior());
			const fields = { ...given, ...pick(defaults(given, organization), behavior().ignoredInCreations) };
			refuseTaken(organization, fields);
			const user = organization.add(fields);
			const { creation, echoesIgnored } = behavior();
			if (!isKept()) organization.discard(user);
			const [oldest = user] = organization.users();
			const id = creation === "answer-other" ? oldest.id : user.id;
			const shown = { ...user, ...(echoesIgnored ? given : {}), id };
			const answer = show(request, shown, 201);
			return written({
				...answer,
				headers: { ...answer.headers, location: `${request.origin}/api/v1/scim/Users/${user.id}` },
			});
		},
		"PUT /api/v1/scim/Users/{id}": (request, id) => {
			const user = find(id);
			checkVersion(request, user, behavior());
			return update(request, user, readBody(request));
		},
		"PATCH /api/v1/scim/Users/{id}": (request, id) => {
			const { patch } = behavior();
			if (patch !== "accept") {
				throw new ScimRefusal(Number(patch), "notImplemented", "PATCH is not supported");
			}
			const user = find(id);
			checkVersion(request, user, behavior());
			const body = patchSchema.safeParse(readBody(request));
			if (!body.success) {
				const [issue] = body.error.issues;
				throw new ScimRefusal(
					400,
					"invalidSyntax",
					`Invalid PATCH: ${issue?.path.join(".")} ${issue?.message}`,
				);
			}
			const resource = toResource(user, request.origin, {
				...behavior(),
				roleForm: "objects",
				activeForm: "boolean",
			});
			return update(request, user, patched(resource, body.data.Operations));
		},
		"DELETE /api/v1/scim/Users/{id}": (request, id) => {
			const user = find(id);
			checkVersion(request, user, behavior());
			deleteUser(organization, user, organization.callerId, behavior());
			return noContent;
		},
	};
}

/** The values of these SCIM attributes. */
function pick(fields: UserFields, attributes: Behavior["ignoredInUpdates"]): Partial<UserFields> {
	const { userName, email, givenName, familyName, roles, active, externalId } = fields;
	const values = {
		userName: { userName },
		emails: { email },
		name: { givenName, familyName },
		roles: { roles },
		active: { active },
		externalId: { externalId },
	};
	let picked: Partial<UserFields> = {};
	for (const attribute of attributes) picked = { ...picked, ...values[attribute] };
	return picked;
}

/** A new user with the values that Sumo Logic gives where nothing was sent. */
function defaults(fields: UserFields, organization: Organization): UserFields {
	const role = organization.roleNamed("User");
	return {
		...fields,
		email: fields.userName,
		roles: role === undefined ? [] : [role],
		active: true,
		externalId: null,
	};
}

function readBody(request: Request): Json {
	const body = parseJson(request.body);
	if (body === undefined) throw new ScimRefusal(400, "invalidSyntax", "The body is not JSON");
	return body;
}

/** A deactivated user also occupies an address. */
function refuseTaken(organization: Organization, fields: UserFields, user?: SumoUser): void {
	const holder =
		organization.byUserName(fields.userName).find((other) => other.id !== user?.id) ??
		organization.byEmail(fields.email).find((other) => other.id !== user?.id);
	if (!holder) return;
	const detail = holder.active
		? `A user with email address ${fields.email} already exists`
		: `A deactivated user already holds the email address ${fields.email}; delete that user first`;
	throw new ScimRefusal(409, "uniqueness", detail);
}

function reactivated(user: SumoUser, fields: UserFields, behavior: Behavior): UserFields {
	if (user.active || !fields.active || behavior.reactivation === "allow") return fields;
	if (behavior.reactivation === "ignore") return { ...fields, active: false };
	throw new ScimRefusal(
		409,
		"uniqueness",
		`A deactivated user already holds the email address ${user.email}; delete that user first`,
	);
}

function same(user: SumoUser, fields: UserFields): boolean {
	return (
		user.userName === fields.userName &&
		user.givenName === fields.givenName &&
		user.familyName === fields.familyName &&
		user.email === fields.email &&
		user.externalId === fields.externalId &&
		user.active === fields.active &&
		user.roles.length === fields.roles.length &&
		user.roles.every((role, index) => role === fields.roles[index])
	);
}

function checkVersion(request: Request, user: SumoUser, behavior: Behavior): void {
	const given = request.headers["if-match"];
	if (!behavior.etags || given === undefined || given === "*") return;
	if (given.split(",").some((tag) => tag.trim() === entityTag(user))) return;
	throw new ScimRefusal(412, "preconditionFailed", `User ${user.id} is at version ${entityTag(user)}`);
}

const sortKeys: Readonly<Record<string, (user: SumoUser) => string>> = {
	givenname: (user) => user.givenName,
	familyname: (user) => user.familyName,
	"name.givenname": (user) => user.givenName,
	"name.familyname": (user) => user.familyName,
	emails: (user) => user.email,
	"emails.value": (user) => user.email,
};

function list(request: Request, organization: Organization, behavior: Behavior): Answer {
	const { query, origin } = request;
	const filterText = behavior.filter === "ignore" ? null : query.get("filter");
	if (behavior.filter === "documented" && filterText && !/^emails\.value eq "/i.test(filterText))
		throw new ScimRefusal(400, "invalidFilter", `Filter is not supported: ${filterText}`);
	const asked = filterText ? parseFilter(filterText) : undefined;
	const filter = asked && behavior.filter === "contains" ? withContains(asked) : asked;
	const found = sorted(select(organization, behavior, origin, filter), query);
	if (filter !== undefined && found.length === 0 && behavior.noMatch === "404")
		throw new ScimRefusal(404, "notFound", "No user matches the filter");
	const startIndex = Math.max(1, integer(query, "startIndex", 1));
	const count = Math.min(Math.max(0, integer(query, "count", 100)), 1000, behavior.largestPage);
	const begin = Math.max(0, startIndex - 1 - (startIndex > 1 ? behavior.pageOverlap : 0));
	const page = found.slice(begin, startIndex - 1 + count);
	return json(
		200,
		{
			schemas: [listSchema],
			...(behavior.omitTotal ? {} : { totalResults: Math.max(0, found.length + behavior.totalOffBy) }),
			startIndex: behavior.startIndexZero ? 0 : startIndex,
			itemsPerPage: page.length,
			Resources: page.map((user) => toResource(user, origin, behavior)),
		},
		mediaType,
	);
}

/** The filter with `co` in place of each `eq`. */
function withContains(filter: Filter): Filter {
	switch (filter.kind) {
		case "compare":
			return filter.operator === "eq" ? { ...filter, operator: "co" } : filter;
		case "present":
			return filter;
		case "and":
		case "or":
			return { ...filter, left: withContains(filter.left), right: withContains(filter.right) };
		case "not":
		case "value-path":
			return { ...filter, filter: withContains(filter.filter) };
	}
}

function integer(query: URLSearchParams, name: string, otherwise: number): number {
	const text = query.get(name);
	if (text === null || text === "") return otherwise;
	if (!/^-?\d+$/.test(text)) throw new ScimRefusal(400, "invalidValue", `${name} is not an integer`);
	return Number(text);
}

function sorted(users: readonly SumoUser[], query: URLSearchParams): readonly SumoUser[] {
	const sortBy = query.get("sortBy");
	if (!sortBy) return users;
	const of = sortKeys[sortBy.toLowerCase()];
	if (!of) throw new ScimRefusal(400, "invalidValue", `Cannot sort by ${sortBy}`);
	const sign = (query.get("sortOrder") ?? "ascending").toLowerCase() === "descending" ? -1 : 1;
	return users
		.map((user) => ({ user, key: of(user).toLowerCase() }))
		.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
		.map(({ user }) => user);
}

function select(
	organization: Organization,
	behavior: Behavior,
	origin: string,
	filter: Filter | undefined,
): readonly SumoUser[] {
	if (!filter) return organization.users();
	const candidates = lookUp(organization, filter) ?? organization.users();
	const allExact = behavior.filter === "case-sensitive";
	return candidates.filter((user) => matches(toResource(user, origin, behavior), filter, allExact));
}

/** The users that an index finds for a filter; `undefined` when all must be checked. */
function lookUp(organization: Organization, filter: Filter): readonly SumoUser[] | undefined {
	if (filter.kind === "and") return lookUp(organization, filter.left) ?? lookUp(organization, filter.right);
	if (filter.kind === "or") {
		const left = lookUp(organization, filter.left);
		const right = left && lookUp(organization, filter.right);
		return left && right && [...new Set([...left, ...right])];
	}
	if (filter.kind === "value-path") {
		if (filter.path.attribute.toLowerCase() !== "emails") return undefined;
		const address = equalTo(filter.filter, "value");
		return address === undefined ? undefined : organization.byEmail(address);
	}
	if (filter.kind !== "compare" || filter.operator !== "eq" || typeof filter.value !== "string")
		return undefined;
	if (filter.path.urn !== undefined) return undefined;
	const { attribute, sub } = filter.path;
	switch (sub === undefined ? attribute.toLowerCase() : `${attribute}.${sub}`.toLowerCase()) {
		case "username":
			return organization.byUserName(filter.value);
		case "emails":
		case "emails.value":
			return organization.byEmail(filter.value);
		case "id": {
			const user = organization.user(filter.value);
			return user ? [user] : [];
		}
		default:
			return undefined;
	}
}

/** The value that a filter requires of an attribute, if any. */
function equalTo(filter: Filter, attribute: string): string | undefined {
	if (filter.kind === "and") return equalTo(filter.left, attribute) ?? equalTo(filter.right, attribute);
	if (filter.kind !== "compare" || filter.operator !== "eq") return undefined;
	if (filter.path.attribute.toLowerCase() !== attribute || typeof filter.value !== "string") return undefined;
	return filter.value;
}
