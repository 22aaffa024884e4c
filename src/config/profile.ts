import { z } from "zod";
import { attributeTypes } from "../attributes/attribute-list.ts";
import { isTargetPath } from "../scim/path.ts";
import { operators } from "../scoping/scope.ts";
import { deploymentCodes } from "../sumo/deployment.ts";
import { type Bounds, bounds } from "./bounds.ts";

/** Where users come from. `demo` is filled in by whoever opens the profile. */
const source = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("entra"),
		tenantId: z.string(),
		clientId: z.string(),
		/** Object id, app id or display name of the enterprise application. */
		application: z.string(),
		/** How we sign in; the secret itself lies with the secrets. */
		signIn: z.enum(["clientSecret", "accessToken"]).default("clientSecret"),
		/** Another Graph than the public cloud's, such as a national cloud. */
		graphUrl: z.url().optional(),
	}),
	z.object({ type: z.literal("file"), path: z.string().min(1) }),
	z.object({ type: z.literal("demo") }),
]);

const target = z.object({
	/** A Sumo deployment, or `custom` with a SCIM URL of one's own. */
	deployment: z.enum([...deploymentCodes, "custom"]),
	scimUrl: z.url().optional(),
});

const clause = z.object({ attribute: z.string(), operator: z.enum(operators), value: z.string() });

const mapping = z.object({
	target: z.string().min(1),
	source: z.discriminatedUnion("type", [
		z.object({ type: z.literal("direct"), attribute: z.string().min(1) }),
		z.object({ type: z.literal("constant"), value: z.string() }),
		z.object({ type: z.literal("expression"), expression: z.string().min(1) }),
		z.object({ type: z.literal("none") }),
	]),
	defaultValue: z.string().optional(),
	matchingPrecedence: z.int().positive().optional(),
	apply: z.enum(["always", "creation"]).default("always"),
	flowNull: z.boolean().default(false),
});

/** A whole number within bounds; whatever else is given is answered in our words. */
function whole({ least, most = Number.MAX_SAFE_INTEGER, words }: Bounds) {
	const problem = `it must be ${words}`;
	return z.int(problem).min(least, problem).max(most, problem);
}

function fraction({ least, most = Number.MAX_SAFE_INTEGER, words }: Bounds) {
	const problem = `it must be ${words}`;
	return z.number(problem).min(least, problem).max(most, problem);
}

export const webhookFormats = ["auto", "text", "card"] as const;

const commandProblem = "it must be the path of a program, or a JSON array of it and its arguments";
const commandLine = z.tuple([z.string(commandProblem).min(1, commandProblem)], z.string(commandProblem), {
	error: commandProblem,
});

/** An entry of an attribute list, with Entra's defaults. */
const definition = z.object({
	name: z.string().min(1),
	type: z.enum(attributeTypes).default("String"),
	primaryKey: z.boolean().default(false),
	required: z.boolean().default(false),
	multiValued: z.boolean().default(false),
	caseExact: z.boolean().default(false),
});

/** What a cycle may do and how. */
const provisioning = z.object({
	intervalMinutes: whole(bounds.intervalMinutes).default(40),
	/** Requests a second to Sumo; Sumo's own limit is 4. `0` switches the limiter off (other SCIM servers). */
	requestsPerSecond: fraction(bounds.requestsPerSecond).default(4),
	concurrency: whole(bounds.concurrency).default(10),
	/** A matched account that is deactivated: try to enable it, or hold it for the guided delete-and-recreate. */
	reactivation: z.enum(["try", "block"], "it must be try or block").default("try"),
	/** Users deleted at the source for good: delete their account, or disable it. */
	hardDelete: z.enum(["disable", "delete"], "it must be disable or delete").default("disable"),
	/** The guard against accidental deletions: beyond the greater of the two nothing is disabled or deleted unseen. */
	deletionGuard: z
		.object({
			enabled: z.boolean().default(true),
			count: whole(bounds.guardCount).default(20),
			percent: fraction(bounds.guardPercent).default(10),
		})
		.prefault({}),
	/** After so many incremental cycles everybody is compared with Sumo, for drift; 0: only when asked for. */
	driftEvery: whole(bounds.driftEvery).default(0),
	/** Whether drift that such a comparison finds is repaired, or only shown. */
	driftRepair: z.boolean().default(false),
});

/** Everything persisted about one pair of tenant and application, secrets apart. */
export const profileSchema = z.object({
	name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and dashes, 40 at most"),
	appName: z.string().min(1).default("Sumo Logic"),
	source,
	target,
	/** Absent: the default mappings of Sumo's guide. */
	mappings: z.array(mapping).optional(),
	actions: z
		.object({
			create: z.boolean().default(true),
			update: z.boolean().default(true),
			delete: z.boolean().default(true),
		})
		.prefault({}),
	/** Attributes of source and target beyond those known here, or known otherwise. */
	attributes: z
		.object({
			source: z.array(definition).default([]),
			target: z
				.array(
					definition.refine(
						({ name }) => isTargetPath(name),
						"the name of a target attribute is a SCIM path",
					),
				)
				.default([]),
		})
		.prefault({}),
	/** The synchronizationSchema of Graph's that was imported last, whole: what of it is not understood goes back with an export. */
	schema: z.record(z.string(), z.unknown()).optional(),
	entraStrict: z.boolean().default(false),
	scope: z
		.object({
			users: z.enum(["assigned", "all"]).default("assigned"),
			filters: z.array(z.object({ name: z.string(), clauses: z.array(clause) })).default([]),
			skipOutOfScopeDeletions: z.boolean().default(false),
		})
		.prefault({}),
	provisioning: provisioning.prefault({}),
	log: z
		.object({
			/** Days that entries of the provisioning log are kept; 0: for ever. */
			keepDays: whole(bounds.keepDays).default(0),
		})
		.prefault({}),
	/** Who is told of quarantine, held-back deletions, failures and recovery. A webhook lies with the secrets. */
	notifications: z
		.object({
			/** A program and its arguments. */
			command: commandLine.exactOptional(),
			/** What is posted to the webhook: text (Slack), an Adaptive Card (Teams), or what its host takes. */
			webhookFormat: z.enum(webhookFormats, "it must be auto, text or card").default("auto"),
			/** The terminal's bell, in the console. */
			bell: z.boolean().default(true),
		})
		.prefault({}),
});

export type Profile = z.infer<typeof profileSchema>;

/** The secrets of a profile. `secretToken` is the portal's: Base64 of `accessId:accessKey`. */
export type ProfileSecrets = {
	readonly secretToken?: string;
	/** Entra's client secret, or the access token when `signIn` is `accessToken`. */
	readonly sourceSecret?: string;
	/** The URL of the webhook for notifications. */
	readonly webhook?: string;
};

/** What a run works with. */
export type ProfileInUse = { readonly profile: Profile; readonly secrets: ProfileSecrets };
