import { z } from "zod";

/** Capabilities of the key's owner that matter here, by their names in Sumo Logic's roles. */
const capability = z.enum(["manageUsersAndRoles", "viewUsersAndRoles", "manageSaml"]);

/** Attributes whose new value may be ignored. */
const ignorable = z.enum(["userName", "emails", "name", "roles", "active", "externalId"]);

/**
 * Behavior of the simulated organization where Sumo Logic's documentation is silent or contradicts itself, and
 * behavior that users have reported. docs/simulator.md gives the source of each.
 */
export const behaviorSchema = z.strictObject({
	/** PATCH or PUT `active: true` on a deactivated user: 409, success without effect, or success. */
	reactivation: z.enum(["refuse", "ignore", "allow"]),
	/** POST of a user, with an answer of success in any case: creates, stores nothing, or creates and answers with the oldest user's id. */
	creation: z.enum(["create", "ignore", "answer-other"]),
	/** After this many creations, counted from when it is set, POST answers 201 and stores nothing; null: all are stored. */
	keptCreations: z.int().nonnegative().nullable(),
	/** DELETE of a user, with an answer of success in any case: deletes, changes nothing, or only deactivates the user. */
	deletion: z.enum(["delete", "ignore", "deactivate"]),
	/** Whether PATCH is supported; servers without it respond with 405 or 501. */
	patch: z.enum(["accept", "405", "501"]),
	/** `moved` responds with 301 and the same path under another base URL; `unknown` always responds with 401. */
	deployment: z.discriminatedUnion("kind", [
		z.strictObject({ kind: z.literal("here") }),
		z.strictObject({ kind: z.literal("moved"), to: z.url() }),
		z.strictObject({ kind: z.literal("unknown") }),
	]),
	/** Responds with 403 to everything, as for a key whose owner has no capability at all. */
	forbidden: z.boolean(),
	/**
	 * Responds with 403 to what these are for: changing users; reading users and roles, which changing them includes; and
	 * SAML.
	 */
	missingCapabilities: z.array(capability),
	/** Responds with 401 to every nth request with a valid key; null for none. */
	unauthorizedEvery: z.int().min(2).nullable(),
	/**
	 * A request with a valid key and without a session cookie counts as a login. More than `loginsPerMinute` are answered
	 * with 401. A session ends after `requests`; null for never. Null for no sessions and no cookies.
	 */
	sessions: z
		.strictObject({
			loginsPerMinute: z.int().positive(),
			requests: z.int().positive().nullable().default(null),
		})
		.nullable(),
	/** After this many requests, refuses all others for `seconds`, with the remaining time in Retry-After. */
	ban: z
		.strictObject({
			afterRequests: z.int().nonnegative().default(0),
			seconds: z.number().positive(),
			status: z.union([z.literal(429), z.literal(503)]).default(429),
		})
		.nullable(),
	/** Status of a request above the rate limit. */
	throttledAs: z.enum(["429", "500", "503"]),
	/**
	 * The form of errors. `documented`: SCIM's for SCIM, `{id, errors: [{code, message}]}` for the rest; `scim`: SCIM's
	 * below /v1/scim, also from the gateway; `classic`: `{id, errors: […]}` everywhere; `gateway`:
	 * `{status, id, code, message}` everywhere.
	 */
	errorForm: z.enum(["documented", "scim", "classic", "gateway"]),
	/** Type of `status` in a SCIM error; the RFC requires a string. */
	errorStatus: z.enum(["number", "string"]),
	/** Sends `meta.version` and ETag, and supports If-Match and If-None-Match. */
	etags: z.boolean(),
	/**
	 * `documented` refuses with 400 every filter but `emails.value eq "…"`, the only one in Sumo Logic's description of the
	 * API. `ignore` answers every filter with all users, as servers do that do not know the parameter. `contains` reads `eq` as `co`.
	 * `case-sensitive` compares letters exactly, also of userName and addresses.
	 */
	filter: z.enum(["honor", "documented", "ignore", "contains", "case-sensitive"]),
	/** The answer to a filter that selects no user. */
	noMatch: z.enum(["empty-list", "404"]),
	/** PUT and PATCH succeed, but these attributes keep their values. */
	ignoredInUpdates: z.array(ignorable),
	/** POST succeeds, but these attributes have Sumo Logic's defaults: the userName as address, the role User, active. */
	ignoredInCreations: z.array(ignorable.exclude(["userName", "name"])),
	/** The answer to a POST, PUT or PATCH shows also the ignored attributes as they were sent, and reads of the user do not. */
	echoesIgnored: z.boolean(),
	/** The body of a successful POST, PUT or PATCH: the user, 200 or 201 without a body, or 204. */
	writeAnswers: z.enum(["user", "empty", "204"]),
	/** After a change, its answer and this many reads of the user show the user as before, as from a cache or a replica. */
	staleReads: z.int().nonnegative(),
	/** Attributes of RFC 7643 that Sumo Logic does not store, such as `title`. */
	unknownAttributes: z.enum(["ignore", "refuse"]),
	/** Rejects a user without a role instead of assigning `User`. */
	rolesRequired: z.boolean(),
	/** Roles of a user as objects, as strings, or as objects with `display` in place of `value`. */
	roleForm: z.enum(["objects", "strings", "display"]),
	/** `active` as a boolean, as `True` and `False`, or as 1 and 0. */
	activeForm: z.enum(["boolean", "text", "number"]),
	/** Sends a byte order mark before JSON. */
	byteOrderMark: z.boolean(),
	/** Leaves `totalResults` out of lists. */
	omitTotal: z.boolean(),
	/** Added to `totalResults` of a list. */
	totalOffBy: z.int(),
	/** Each page except the first starts this many users early, so that they appear twice. */
	pageOverlap: z.int().nonnegative(),
	/** Maximum users in a page, regardless of the request. */
	largestPage: z.int().positive().max(1000),
	/** Sends 0 as `startIndex`, as observed with Sumo Logic. */
	startIndexZero: z.boolean(),
	/** How far the Date header of the answers is ahead of the clock; negative: behind it. */
	clockAheadSeconds: z.number(),
});

/** The current behavior. */
export type Behavior = z.output<typeof behaviorSchema>;

/** A change to part of it. */
export const behaviorChangeSchema = behaviorSchema.partial();

/** A change to part of the behavior. */
export type BehaviorChange = z.input<typeof behaviorChangeSchema>;

/** As documented, and where the documents are silent, as is likely. */
export const documentedBehavior: Behavior = {
	reactivation: "refuse",
	creation: "create",
	keptCreations: null,
	deletion: "delete",
	patch: "accept",
	deployment: { kind: "here" },
	forbidden: false,
	missingCapabilities: [],
	unauthorizedEvery: null,
	sessions: null,
	ban: null,
	throttledAs: "429",
	errorForm: "documented",
	errorStatus: "number",
	etags: false,
	filter: "honor",
	noMatch: "empty-list",
	ignoredInUpdates: [],
	ignoredInCreations: [],
	echoesIgnored: false,
	writeAnswers: "user",
	staleReads: 0,
	unknownAttributes: "ignore",
	rolesRequired: false,
	roleForm: "objects",
	activeForm: "boolean",
	byteOrderMark: false,
	omitTotal: false,
	totalOffBy: 0,
	pageOverlap: 0,
	largestPage: 1000,
	startIndexZero: false,
	clockAheadSeconds: 0,
};

/** A behavior with part of it changed. Throws a ZodError on a malformed change. */
export function changedBehavior(behavior: Behavior, change: BehaviorChange): Behavior {
	const { success, data, error } = behaviorChangeSchema.safeParse(change);
	if (!success) throw error;
	const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
	return { ...behavior, ...given };
}
