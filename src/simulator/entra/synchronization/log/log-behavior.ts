import { z } from "zod";

/** How the provisioning log answers, where documentation and observation differ. */
export const logBehaviorSchema = z.strictObject({
	/** Seconds until an entry appears. */
	delaySeconds: z.number().nonnegative().exactOptional(),
	/** Days that entries are kept: 7 without a license, 30 with one. */
	retentionDays: z.number().positive().exactOptional(),
	/** Whether it answers as for a tenant without the license that it may need. */
	unlicensed: z.boolean().exactOptional(),
	/** How enumerations are written: `create`, or `Create`. */
	enums: z.enum(["camel", "pascal"]).exactOptional(),
	/** Whether the service principal is an object or a list of one. */
	servicePrincipal: z.enum(["object", "array"]).exactOptional(),
	/** Whether the order that a query asks for is kept. */
	orderBy: z.enum(["honor", "ignore"]).exactOptional(),
	/** A JSON merge patch of entries as they are shown; null shows them as they are. */
	shown: z.record(z.string(), z.json()).nullable().exactOptional(),
	/** Which entries that concerns: every nth of an answer. */
	shownEvery: z.int().positive().exactOptional(),
	/** Requests in 10 seconds beyond which the log answers 429; null for no limit. */
	requestsPer10Seconds: z.int().positive().nullable().exactOptional(),
});

/** How the provisioning log answers. */
export type LogBehavior = Required<z.output<typeof logBehaviorSchema>>;

/** As observed in a tenant. */
export const observedLog: LogBehavior = {
	delaySeconds: 0,
	retentionDays: 30,
	unlicensed: false,
	enums: "camel",
	servicePrincipal: "object",
	orderBy: "honor",
	shown: null,
	shownEvery: 1,
	requestsPer10Seconds: null,
};

/** How provision on demand answers. */
export const onDemandBehaviorSchema = z.strictObject({
	/** Whether `key` is JSON with the result, or the name of a .NET type. */
	key: z.enum(["json", "typeName"]).exactOptional(),
	/** Whether `value` holds an object, or a list of one. */
	value: z.enum(["object", "array"]).exactOptional(),
	/** Requests in 10 seconds beyond which it answers 429; null for no limit. */
	requestsPer10Seconds: z.int().positive().nullable().exactOptional(),
	/** Seconds until a new assignment counts. */
	assignmentDelaySeconds: z.number().nonnegative().exactOptional(),
});

/** How provision on demand answers. */
export type OnDemandBehavior = Required<z.output<typeof onDemandBehaviorSchema>>;

/** As documented. */
export const documentedOnDemand: OnDemandBehavior = {
	key: "json",
	value: "object",
	requestsPer10Seconds: 5,
	assignmentDelaySeconds: 0,
};
