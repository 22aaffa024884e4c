import { z } from "zod";
import type { HostedLogEntry, HostedLogRange, UnreadableEntry } from "../../ports/hosted-service.ts";
import type { LogIdentity } from "../../ports/log/log-entry.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { listOf } from "../graph/list.ts";
import { quoted, url } from "../graph/odata.ts";
import { pages } from "../graph/pages.ts";
import { entraError } from "./entra-error.ts";
import {
	actionOf,
	details,
	identity,
	missingStatusStep,
	modifiedProperties,
	statusOf,
	stepDetails,
	stepOutcome,
	stepTypeOf,
	unknownStatusStep,
} from "./provisioning-terms.ts";

/** Entries per page. The maximum is not documented; public code uses 500 and 1,000. */
const pageSize = "500";

/** Of the log: each page takes long, since Graph allows few requests for it. */
const mostBarrenPages = 50;

const principal = z.object({ id: z.string().nullish() });

const summary = z.object({
	id: z.string(),
	activityDateTime: z.string().refine((text) => !Number.isNaN(Date.parse(text)), "it is not a date"),
	jobId: z.string().nullish(),
	cycleId: z.string().nullish(),
	changeId: z.string().nullish(),
	provisioningAction: z.string().nullish(),
	durationInMilliseconds: z.number().nullish(),
	initiatedBy: z.object({ displayName: z.string().nullish(), initiatorType: z.string().nullish() }).nullish(),
	/** One object, or a list of them. */
	servicePrincipal: z.union([z.array(principal), principal.transform((one) => [one])]).nullish(),
	sourceIdentity: identity,
	targetIdentity: identity,
	provisioningStatusInfo: z
		.object({
			status: z.string().nullish(),
			errorInformation: z
				.object({
					errorCode: z.string().nullish(),
					reason: z.string().nullish(),
					additionalDetails: z.string().nullish(),
					errorCategory: z.string().nullish(),
					recommendedAction: z.string().nullish(),
				})
				.nullish(),
		})
		.nullish(),
	provisioningSteps: listOf(
		z.object({
			provisioningStepType: z.string().nullish(),
			status: z.string().nullish(),
			description: z.string().nullish(),
			details,
		}),
	),
	modifiedProperties,
});

type Summary = z.infer<typeof summary>;

/** Whose entries to read. */
export type LogSource = { readonly servicePrincipalId: string; readonly jobId: string };

/**
 * Reads the provisioning log of a job, oldest first and each entry once: the service's own order is not reliable, and pages may repeat
 * entries. An entry that cannot be read is left out and reported: it hides none of the others. The target's ApplicationId in an entry is that of the template, so entries are told apart by job and service principal.
 *
 * @see https://learn.microsoft.com/graph/api/provisioningobjectsummary-list
 */
export async function readProvisioningLog(
	client: GraphClient,
	{ servicePrincipalId, jobId }: LogSource,
	{ since, until }: HostedLogRange,
	onUnreadable: (entry: UnreadableEntry) => void,
	signal?: AbortSignal,
): Promise<readonly HostedLogEntry[]> {
	const isoTime = (time: number) => new Date(time).toISOString();
	// There is no ge: the millisecond before is the last one that must not match.
	const conditions = [`jobId eq ${quoted(jobId)}`, `activityDateTime gt ${isoTime(since - 1)}`];
	if (until !== undefined) conditions.push(`activityDateTime lt ${isoTime(until)}`);
	const first = url("/auditLogs/provisioning", { $filter: conditions.join(" and "), $top: pageSize });
	const found = new Map<string, HostedLogEntry>();
	for await (const { items } of pages(client, first, z.unknown(), { signal, mostBarrenPages })) {
		for (const given of items) {
			const read = summary.safeParse(given);
			if (!read.success) onUnreadable(unreadable(given, read.error));
			else if (isOf(read.data, servicePrincipalId, jobId)) found.set(read.data.id, entryOf(read.data));
		}
	}
	return oldestFirst([...found.values()]);
}

const named = z.object({ id: z.string().nullish(), activityDateTime: z.string().nullish() });

function unreadable(given: unknown, { issues: [issue] }: z.ZodError): UnreadableEntry {
	const { data } = named.safeParse(given);
	const name = data?.id || `without an id, at ${data?.activityDateTime || "no time"}`;
	return { name, part: issue?.path.map(String).join(".") || "the entry" };
}

/** Entries of one second stay in the order in which the service lists them, which is newest first unless the times say otherwise. */
function oldestFirst(listed: readonly HostedLogEntry[]): readonly HostedLogEntry[] {
	const isNewestFirst = (listed[0]?.time ?? 0) >= (listed.at(-1)?.time ?? 0);
	return (isNewestFirst ? listed.toReversed() : listed).toSorted((one, other) => one.time - other.time);
}

/** Graph filters by job; an entry that names neither is taken, since it was asked for. */
function isOf({ jobId, servicePrincipal }: Summary, principalId: string, job: string): boolean {
	if (jobId) return jobId.toLowerCase() === job.toLowerCase();
	const ids = (servicePrincipal ?? []).flatMap(({ id }) => id ?? []);
	return ids.length === 0 || ids.some((id) => id.toLowerCase() === principalId.toLowerCase());
}

function entryOf(given: Summary): HostedLogEntry {
	const { provisioningStatusInfo: info, sourceIdentity, targetIdentity } = given;
	const steps = given.provisioningSteps;
	const error = info?.errorInformation;
	const reported = statusOf(info?.status);
	const status = reported ?? (error?.errorCode || hasFailed(steps) ? "failure" : "unknown");
	const named = steps.map((step) => step.details.ReportableIdentifier).find((name) => name !== undefined);
	const skipped = steps.map((step) => step.details.SkipReason).find((reason) => reason !== undefined);
	return {
		id: given.id,
		...(sourceIdentity?.identityType ? { objectType: sourceIdentity.identityType } : {}),
		time: Date.parse(given.activityDateTime),
		cycleId: given.cycleId ?? "",
		changeId: given.changeId ?? "",
		action: actionOf(given.provisioningAction),
		status,
		durationMs: given.durationInMilliseconds ?? 0,
		initiatedBy: given.initiatedBy?.displayName || given.initiatedBy?.initiatorType || "",
		skipReason: status === "skipped" ? (skipped ?? error?.errorCode ?? "Skipped") : null,
		source: identityOf(sourceIdentity, sourceIdentity?.details.UserPrincipalName),
		target: identityOf(targetIdentity, targetIdentity?.details.userName ?? named),
		steps: [
			...steps.map((step) => ({
				type: stepTypeOf(step.provisioningStepType),
				...stepOutcome(step.status, step.description),
				...stepDetails(step.details),
			})),
			...(reported === null && status === "unknown" ? [missingStatusStep] : unknownStatusStep(info?.status)),
		],
		modifiedProperties: given.modifiedProperties,
		error:
			status === "failure" || (status !== "success" && status !== "skipped" && error?.errorCode)
				? entraError({ ...error, code: error?.errorCode, category: error?.errorCategory })
				: null,
	};
}

function hasFailed(steps: Summary["provisioningSteps"]): boolean {
	return steps.some(({ status }) => statusOf(status) === "failure");
}

/** Null when there is no id: a user who has no account yet. */
function identityOf(given: Summary["sourceIdentity"], userName: string | undefined): LogIdentity {
	if (!given?.id) return null;
	return {
		id: given.id,
		displayName: given.displayName || given.details.DisplayName || "",
		userName: userName ?? "",
	};
}
