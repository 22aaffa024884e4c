import { z } from "zod";
import { operators } from "../scoping/scope.ts";
import { cloudNamed, cloudNames } from "./cloud.ts";
import { deploymentCodes, deploymentNamed } from "./deployment.ts";
import {
	checkClause,
	checkMappings,
	checkRoleNames,
	checkRoles,
	expressionProblem,
	unaryOperators,
} from "./file-rules.ts";

const name = z.string().trim().regex(/\S/, "must not be empty");
const email = z.email();
const guid = z.guid();

/** Secrets go there: encrypted, or to this machine. */
const secureUrl = z
	.url()
	.regex(
		/^(https:\/\/|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$))/i,
		"must begin with https://, since it receives secrets",
	);

/**
 * Characters of an app role's value: ASCII without spaces, quotes and backslashes.
 *
 * @see https://learn.microsoft.com/graph/api/resources/approle
 */
const roleCharacters = /^[!#$%&'()*+,\-./0-9:;<=>?@A-Z[\]^_`a-z{|}~]*$/;

const roleValue = name
	.max(120)
	.regex(roleCharacters, {
		error: ({ input }) => {
			const what = /\s/.test(String(input)) ? "a space" : "letters other than A to Z, quotes or backslashes";
			return `an app role's value can't contain ${what}. Write {value: ${suggestedValue(String(input))}, sumoRole: ${String(input)}}, which maps one to the other`;
		},
	})
	.regex(/^(?!\.)/, "an app role's value can't begin with a period");

/** Whether a role of Sumo Logic can be an app role under its own name. */
export function isRoleValue(text: string): boolean {
	return roleValue.safeParse(text).success && text === text.trim();
}

const role = z.union([
	roleValue.transform((value) => ({ value })),
	z.strictObject({
		/** The value of the app role, which provisioning sends. */
		value: roleValue,
		/** The role in Sumo Logic, when it has another name than the value, for example one with a space. */
		sumoRole: name.optional(),
		description: name.optional(),
		/** The id of an existing app role, to change its value without losing its assignments. */
		id: guid.optional(),
	}),
]);

const roles = z.array(role).meta({ uniqueItems: true }).superRefine(checkRoles);

const assignment = z.union([
	z.strictObject({
		user: name.describe("user principal name, mail address or object id"),
		role: name.optional(),
	}),
	z.strictObject({ group: name.describe("display name or object id"), role: name.optional() }),
]);

const expression = name.superRefine((text, context) => {
	const problem = expressionProblem(text);
	if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const mapping = z.strictObject({
	target: name,
	source: z.discriminatedUnion("type", [
		z.strictObject({ type: z.literal("direct"), attribute: name }),
		z.strictObject({ type: z.literal("constant"), value: z.string() }),
		z.strictObject({ type: z.literal("expression"), expression }),
		z.strictObject({ type: z.literal("none") }),
	]),
	defaultValue: z.string().optional(),
	matchingPrecedence: z.int().positive().optional(),
	apply: z.enum(["always", "creation"]).default("always"),
	flowNull: z.boolean().default(false),
});

/** Presets of mappings, by the version of Sumo Logic's guide. */
export const mappingPresets = ["guide", "guide-2025"] as const;

const clause = z
	.strictObject({ attribute: name, operator: z.enum(operators), value: z.string().optional() })
	.superRefine(checkClause)
	.meta({ anyOf: [{ required: ["value"] }, { properties: { operator: { enum: [...unaryOperators] } } }] })
	.transform((given) => ({ ...given, value: given.value ?? "" }));

/**
 * The description of a setup: everything that the guide sets in Entra and Sumo Logic, and no secret.
 * What is left out has the guide's value, or stays as it is.
 */
export const setupFile = z
	.strictObject({
		version: z.literal(1),
		tenant: z
			.strictObject({
				id: z
					.string()
					.trim()
					.regex(/^[\w-]+(?:\.[\w-]+)*$/, "is neither a tenant id (a GUID) nor a domain name")
					.describe("tenant id or domain name"),
				clientId: guid.optional().describe("the app registration that signs in to make the changes"),
				cloud: z
					.preprocess(
						(value) => (typeof value === "string" ? (cloudNamed(value) ?? value) : value),
						z.enum(cloudNames),
					)
					.optional()
					.describe("by default the global one, which is also that of GCC"),
				graphUrl: secureUrl.optional().describe("Microsoft Graph, in place of a cloud"),
			})
			.refine(({ cloud, graphUrl }) => cloud === undefined || graphUrl === undefined, {
				path: ["graphUrl"],
				error: "cloud and graphUrl exclude each other: give one of them",
			})
			.meta({ not: { required: ["cloud", "graphUrl"] } })
			.optional(),
		sumo: z
			.strictObject({
				deployment: z
					.preprocess(
						(value) => (typeof value === "string" ? (deploymentNamed(value) ?? value) : value),
						z.enum(deploymentCodes),
					)
					.optional(),
				scimUrl: secureUrl.optional().describe("SCIM base URL, in place of a deployment"),
			})
			.refine(({ deployment, scimUrl }) => deployment === undefined || scimUrl === undefined, {
				path: ["scimUrl"],
				error: "deployment and scimUrl exclude each other: give one of them",
			})
			.meta({ not: { required: ["deployment", "scimUrl"] } })
			.optional(),
		app: z
			.strictObject({
				name: name.default("Sumo Logic"),
				id: guid.optional().describe("object id or application id of an existing enterprise application"),
				tag: name
					.max(200)
					.optional()
					.describe(
						"marks the application, so that it is found when it is renamed; by default made of the name",
					),
			})
			.prefault({}),
		saml: z
			.union([
				z.literal(false).describe("single sign-on is set up elsewhere"),
				z.strictObject({
					identifier: z.url().default("https://service.sumologic.com"),
					replyUrl: secureUrl
						.optional()
						.describe("by default the assertion consumer URL that Sumo Logic shows"),
					configuration: name.optional().describe("name of the SAML configuration in Sumo Logic"),
					notificationEmails: z
						.array(email)
						.optional()
						.describe("who is notified before the certificate expires"),
					sumo: z.boolean().default(true).describe("false: Sumo Logic's side is set up by hand"),
				}),
			])
			.prefault({}),
		roles: z.union([z.literal("all").describe("every role of Sumo Logic"), roles]).default("all"),
		removeOtherRoles: z
			.boolean()
			.default(false)
			.describe("disable, then remove app roles that are not listed"),
		assignments: z
			.union([
				z
					.string()
					.trim()
					.regex(/\.(csv|tsv|txt)$/i, "the name of a file with assignments ends in .csv, .tsv or .txt")
					.describe("a CSV file with the columns user, group and role; its path is relative to this file"),
				z.array(assignment),
			])
			.default([]),
		mappings: z
			.union([
				z.enum(mappingPresets),
				z
					.array(mapping)
					.min(1)
					.superRefine(checkMappings)
					.meta({ contains: { required: ["matchingPrecedence"] } }),
			])
			.default("guide"),
		scope: z
			.strictObject({
				users: z.enum(["assigned", "all"]).default("assigned"),
				filters: z.array(z.strictObject({ name, clauses: z.array(clause).min(1) })).default([]),
				skipOutOfScopeDeletions: z.boolean().default(false),
			})
			.prefault({}),
		job: z
			.union([
				z.literal(false).describe("Entra's job is left as it is"),
				z.strictObject({
					notificationEmail: email.optional(),
					deletionThreshold: z
						.int()
						.positive()
						.optional()
						.describe("accidental deletions prevention: maximum per cycle"),
					groups: z
						.boolean()
						.default(false)
						.describe("true: the job's mapping of groups stays as it is; Sumo Logic has no groups over SCIM"),
					users: z
						.boolean()
						.default(true)
						.describe("false: the job's mapping of users is off, so that it provisions no users"),
					start: z.boolean().default(true),
					firstUser: z
						.union([z.literal(false), name])
						.optional()
						.describe(
							"the user to provision on demand as the last step: user principal name, email address or object id; by default an assigned user whom the scoping filters include; false: none",
						),
				}),
			])
			.prefault({}),
	})
	.superRefine(checkRoleNames);

/** A parsed setup file, with its defaults. */
export type SetupFile = z.output<typeof setupFile>;
/** A setup file as it is written. */
export type SetupFileInput = z.input<typeof setupFile>;

/** A value for the app role of a Sumo Logic role that cannot be one itself. */
export function suggestedValue(sumoRole: string): string {
	const letters = sumoRole
		.trim()
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/ß/g, "ss")
		.replace(/\s+/g, "-");
	return [...letters]
		.map((one) => (roleCharacters.test(one) ? one : "-"))
		.join("")
		.replace(/^\.+/, "")
		.slice(0, 120);
}
