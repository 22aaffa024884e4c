import { z } from "zod";
import { attributeTypes } from "../attributes/attribute-list.ts";
import { isTargetPath } from "../scim/path.ts";
import { operators } from "../scoping/scope.ts";
import { deploymentCodes, deploymentNamed } from "../setup/deployment.ts";
import { settingsSchema } from "./json/settings-schema.ts";
import { profileNamePattern } from "./profile-name.ts";
import { settings } from "./settings/index.ts";
import { signInKinds } from "./settings/sign-in-kind.ts";

/** Where users come from. The opener of the profile supplies the demo. */
const source = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("entra"),
		tenantId: z.string(),
		clientId: z.string(),
		/** Object id, app id or display name of the enterprise application. */
		application: z.string(),
		/** How to sign in; the secret itself is kept with the secrets. */
		signIn: z.enum(signInKinds).default("clientSecret"),
		/** For sign-in with a certificate: the path of a PEM or PFX file, or `keyring:NAME`. */
		certificate: z.string().min(1).optional(),
		/** The Graph of a national cloud, in place of the public one. */
		graphUrl: z.url().optional(),
	}),
	z.object({ type: z.literal("file"), path: z.string().min(1) }),
	z.object({ type: z.literal("demo") }),
]);

const target = z.object({
	/** A Sumo Logic deployment, or `custom` with its SCIM URL. */
	deployment: z.preprocess(
		(value) => (typeof value === "string" ? (deploymentNamed(value) ?? value) : value),
		z.enum([...deploymentCodes, "custom"]),
	),
	scimUrl: z.url().optional(),
	/** The kind of server at a custom SCIM URL: one that behaves like Sumo Logic (the default), or any SCIM server. */
	dialect: z.enum(["sumo", "generic"], "it must be sumo or generic").exactOptional(),
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

/** An entry of an attribute list, with Entra's defaults. */
const definition = z.object({
	name: z.string().min(1),
	type: z.enum(attributeTypes).default("String"),
	primaryKey: z.boolean().default(false),
	required: z.boolean().default(false),
	multiValued: z.boolean().default(false),
	caseExact: z.boolean().default(false),
});

/** The parts of a profile other than its settings. */
export const profileFields = z.object({
	name: z.string().regex(profileNamePattern, "it must be at most 40 lower-case letters, digits and dashes"),
	appName: z.string().min(1).default("Sumo Logic"),
	source,
	target,
	/** Absent: the default mappings of Sumo's guide. */
	mappings: z.array(mapping).optional(),
	/** Attributes of source and target that the built-in lists lack or define differently. */
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
	/** The whole synchronizationSchema of Graph that was imported last. An export returns the parts of it that have no meaning here. */
	schema: z.record(z.string(), z.unknown()).optional(),
	entraStrict: z.boolean().default(false),
	scope: z
		.object({
			users: z.enum(["assigned", "all"]).default("assigned"),
			filters: z.array(z.object({ name: z.string(), clauses: z.array(clause) })).default([]),
			skipOutOfScopeDeletions: z.boolean().default(false),
		})
		.prefault({}),
});

/** Everything stored about one pair of tenant and application, except secrets. */
export const profileSchema = z.intersection(profileFields, settingsSchema(settings));

export type Profile = z.infer<typeof profileSchema>;

/** Parses what is stored or named as a profile. Zod would compile a parser first, which takes longer than to read a few profiles without. */
export function parseProfile(value: unknown): z.ZodSafeParseResult<Profile> {
	return profileSchema.safeParse(value, { jitless: true });
}

/** The secrets of a profile. `secretToken` is the portal's: Base64 of `accessId:accessKey`. */
export type ProfileSecrets = {
	readonly secretToken?: string;
	/** What `secretOf(signIn)` names: Entra's client secret, the passphrase of the certificate, or the access token. */
	readonly sourceSecret?: string;
	/** The URL of the webhook for notifications. */
	readonly webhook?: string;
};

/** What a run works with. */
export type ProfileInUse = { readonly profile: Profile; readonly secrets: ProfileSecrets };
