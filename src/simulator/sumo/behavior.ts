import { z } from "zod";

/** Behavior of the simulated organization where Sumo Logic's documentation is silent, and deliberate misbehavior. */
export const behaviorSchema = z.strictObject({
	/** PATCH or PUT `active: true` on a deactivated user: 409, success without effect, or success. */
	reactivation: z.enum(["refuse", "ignore", "allow"]).default("refuse"),
	/** Whether PATCH is supported; servers without it respond with 405 or 501. */
	patch: z.enum(["accept", "405", "501"]).default("accept"),
	/** `moved` responds with 301 and the same path under another base URL; `unknown` always responds with 401. */
	deployment: z
		.discriminatedUnion("kind", [
			z.strictObject({ kind: z.literal("here") }),
			z.strictObject({ kind: z.literal("moved"), to: z.url() }),
			z.strictObject({ kind: z.literal("unknown") }),
		])
		.default({ kind: "here" }),
	/** Responds with 403, as for a key whose owner lacks the capability to manage users. */
	forbidden: z.boolean().default(false),
	/** Type of `status` in a SCIM error; the RFC requires a string. */
	errorStatus: z.enum(["number", "string"]).default("number"),
	/** Sends `meta.version` and ETag, and supports If-Match and If-None-Match. */
	etags: z.boolean().default(false),
	/**
	 * `documented` refuses with 400 every filter but `emails.value eq "…"`, the only one in Sumo Logic's description of the
	 * API. `ignore` answers every filter with all users, as servers do that do not know the parameter.
	 */
	filter: z.enum(["honor", "documented", "ignore"]).default("honor"),
	/** Attributes of RFC 7643 that Sumo Logic does not store, such as `title`. */
	unknownAttributes: z.enum(["ignore", "refuse"]).default("ignore"),
	/** Rejects a user without a role instead of assigning `User`. */
	rolesRequired: z.boolean().default(false),
	/** Added to `totalResults` of a list. */
	totalOffBy: z.int().default(0),
	/** Each page except the first starts this many users early, so that they appear twice. */
	pageOverlap: z.int().nonnegative().default(0),
	/** Maximum users in a page, regardless of the request. */
	largestPage: z.int().positive().max(1000).default(1000),
	/** Sends 0 as `startIndex`, as observed with Sumo Logic. */
	startIndexZero: z.boolean().default(false),
});

/** The current behavior. */
export type Behavior = z.output<typeof behaviorSchema>;

/** A change to part of it. */
export const behaviorChangeSchema = z.strictObject({
	reactivation: behaviorSchema.shape.reactivation.unwrap().exactOptional(),
	patch: behaviorSchema.shape.patch.unwrap().exactOptional(),
	deployment: behaviorSchema.shape.deployment.unwrap().exactOptional(),
	forbidden: z.boolean().exactOptional(),
	errorStatus: behaviorSchema.shape.errorStatus.unwrap().exactOptional(),
	etags: z.boolean().exactOptional(),
	filter: behaviorSchema.shape.filter.unwrap().exactOptional(),
	unknownAttributes: behaviorSchema.shape.unknownAttributes.unwrap().exactOptional(),
	rolesRequired: z.boolean().exactOptional(),
	totalOffBy: behaviorSchema.shape.totalOffBy.unwrap().exactOptional(),
	pageOverlap: behaviorSchema.shape.pageOverlap.unwrap().exactOptional(),
	largestPage: behaviorSchema.shape.largestPage.unwrap().exactOptional(),
	startIndexZero: z.boolean().exactOptional(),
});

/** A change to part of the behavior. */
export type BehaviorChange = z.input<typeof behaviorChangeSchema>;
