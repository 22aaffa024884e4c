import { z } from "zod";

const account = z.object({ id: z.string(), userName: z.string() }).readonly();

/** The settings of a profile that a remedy may point to. */
const setting = z.enum(["rate", "actions", "driftRepair", "reactivation"]);

/** As stored in the log. Add members; never change one that an older version may have written. */
const schema = z.lazy(() =>
	z
		.discriminatedUnion("type", [
			/** No action beyond the recommended action, or none at all. */
			z.object({ type: z.literal("none") }),
			/** No action needed: the user is retried automatically. */
			z.object({ type: z.literal("wait") }),
			z.object({ type: z.literal("retry-failed-users") }),
			z.object({ type: z.literal("provision-on-demand") }),
			/** By Entra's own job. */
			z.object({ type: z.literal("provision-hosted-on-demand") }),
			z.object({ type: z.literal("run-cycle") }),
			z.object({ type: z.literal("test-connection") }),
			z.object({ type: z.literal("enter-credentials") }),
			z.object({ type: z.literal("enter-source-credentials") }),
			z.object({ type: z.literal("start-demo") }),
			/** `file`: path of the file of users that can't be read. */
			z.object({ type: z.literal("check-source-file"), file: z.string() }),
			/** `attribute`: the attribute of the target that the source's value leads to; null when it is not known. */
			z.object({ type: z.literal("fix-at-source"), attribute: z.string().nullable() }),
			/** `target`: the target path of the mapping; null when it is not known. */
			z.object({ type: z.literal("fix-mapping"), target: z.string().nullable() }),
			/** `role`: its exact name; null when it is not known. */
			z.object({ type: z.literal("create-role"), role: z.string().nullable() }),
			/** `account`: the one to link with the user; null when there are several candidates. */
			z.object({ type: z.literal("link-account"), account: account.nullable() }),
			z.object({ type: z.literal("delete-deactivated-account"), account: account.nullable() }),
			z.object({ type: z.literal("assign-user") }),
			z.object({ type: z.literal("change-scope") }),
			z.object({ type: z.literal("allow-deletions") }),
			z.object({ type: z.literal("repair-drift") }),
			z.object({ type: z.literal("switch-on") }),
			/** Entra's own job provisions the application. */
			z.object({ type: z.literal("pause-hosted-job") }),
			/** sumo-provision provisions the application, and Entra's own job is meant to. `profile`: the one that is On. */
			z.object({ type: z.literal("turn-direct-off"), profile: z.string() }),
			/** The enterprise application is missing, or has another name. */
			z.object({ type: z.literal("set-up-application") }),
			/** Entra's own job is missing, or has no credentials that work. */
			z.object({ type: z.literal("set-up-hosted-job") }),
			/** Entra's own job runs again once the cause is fixed. `failures`: false when no failure in its log is the cause. */
			z.object({ type: z.literal("restart-hosted-job"), failures: z.literal(false).exactOptional() }),
			/** Entra's own job holds deletions back. */
			z.object({ type: z.literal("allow-hosted-deletions") }),
			/** The mappings and scope of Entra's own job, beside those of the profile. */
			z.object({ type: z.literal("compare-job-mapping") }),
			z.object({ type: z.literal("change-setting"), setting }),
		])
		.readonly(),
);

/**
 * What the operator can do about a failure, without the words of console or command line: each renders its own key or
 * command from it. The user is that of the entry or plan that has the remedy.
 */
export type Remedy = z.infer<typeof schema>;
/** The kind of a remedy. */
export type RemedyType = Remedy["type"];

/** Reads a stored remedy. Entries written before there were remedies, and remedies of a later version, read as `none`. */
export const storedRemedy = schema.catch({ type: "none" });
