import { z } from "zod";

/** How the simulated organisation behaves where Sumo's documents are silent, or where something is wrong on purpose. */
export const behaviourSchema = z.strictObject({
	/** PATCH or PUT `active: true` on a deactivated user: 409, answered without effect, or done. */
	reactivation: z.enum(["refuse", "ignore", "allow"]).default("refuse"),
	/** Whether PATCH works at all; 405 and 501 are what servers without it answer. */
	patch: z.enum(["accept", "405", "501"]).default("accept"),
	/** `moved` answers 301 with the same path under another base URL; `unknown` answers 401 to everybody. */
	deployment: z
		.discriminatedUnion("kind", [
			z.strictObject({ kind: z.literal("here") }),
			z.strictObject({ kind: z.literal("moved"), to: z.url() }),
			z.strictObject({ kind: z.literal("unknown") }),
		])
		.default({ kind: "here" }),
	/** 403 to every call, as for a key whose owner lacks the capability to manage users. */
	forbidden: z.boolean().default(false),
	/** `status` in a SCIM error; the RFC says string. */
	errorStatus: z.enum(["number", "string"]).default("number"),
	/** Sends `meta.version` and ETag, and heeds If-Match and If-None-Match. */
	etags: z.boolean().default(false),
	/** Attributes of RFC 7643 that Sumo does not keep, such as `title`. */
	unknownAttributes: z.enum(["ignore", "refuse"]).default("ignore"),
	/** Refuses a user without a role, in place of giving `User`. */
	rolesRequired: z.boolean().default(false),
	/** Added to `totalResults` of a list. */
	totalOffBy: z.int().default(0),
	/** Each page but the first begins this many users early, so that they come twice. */
	pageOverlap: z.int().nonnegative().default(0),
	/** The most users in a page, whatever was asked for. */
	largestPage: z.int().positive().max(1000).default(1000),
	/** Answers 0 as `startIndex`, as Sumo has been seen to do. */
	startIndexZero: z.boolean().default(false),
});

/** Behaviour in force. */
export type Behaviour = z.output<typeof behaviourSchema>;

/** A change of some of it; the rest stays. */
export const behaviourChangeSchema = z.strictObject({
	reactivation: behaviourSchema.shape.reactivation.unwrap().exactOptional(),
	patch: behaviourSchema.shape.patch.unwrap().exactOptional(),
	deployment: behaviourSchema.shape.deployment.unwrap().exactOptional(),
	forbidden: z.boolean().exactOptional(),
	errorStatus: behaviourSchema.shape.errorStatus.unwrap().exactOptional(),
	etags: z.boolean().exactOptional(),
	unknownAttributes: behaviourSchema.shape.unknownAttributes.unwrap().exactOptional(),
	rolesRequired: z.boolean().exactOptional(),
	totalOffBy: behaviourSchema.shape.totalOffBy.unwrap().exactOptional(),
	pageOverlap: behaviourSchema.shape.pageOverlap.unwrap().exactOptional(),
	largestPage: behaviourSchema.shape.largestPage.unwrap().exactOptional(),
	startIndexZero: z.boolean().exactOptional(),
});

/** A change of some of the behaviour. */
export type BehaviourChange = z.input<typeof behaviourChangeSchema>;
