import { z } from "zod";
import type { LogIdentity, LogStatus, LogStep, NewLogEntry } from "../../ports/log/log-entry.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { listOf } from "../graph/list.ts";
import { entraError } from "./entra-error.ts";
import {
	actionOf,
	details,
	identity,
	modifiedProperties,
	statusOf,
	stepDetails,
	stepOutcome,
	stepTypeOf,
	unknownStatusStep,
} from "./provisioning-terms.ts";

const statusInfo = z
	.object({
		status: z.string().nullish(),
		errorCode: z.string().nullish(),
		reason: z.string().nullish(),
		additionalDetails: z.string().nullish(),
		errorCategory: z.string().nullish(),
		recommendedAction: z.string().nullish(),
	})
	.nullish();

const change = z.object({
	action: z.string().nullish(),
	changeId: z.string().nullish(),
	startTime: z.string().nullish(),
	endTime: z.string().nullish(),
	reportableIdentifier: z.string().nullish(),
	statusInfo,
	sourceIdentity: identity,
	targetIdentity: identity,
	modifiedProperties,
	provisioningSteps: listOf(
		z.object({
			type: z.string().nullish(),
			status: z.string().nullish(),
			description: z.string().nullish(),
			details,
		}),
	),
});

type Change = z.infer<typeof change>;

const result = z.object({
	result: z.string(),
	details: z
		.object({ errorCode: z.string().nullish(), errorMessage: z.string().nullish() })
		.nullish()
		.catch(null),
});

/** Both members are JSON in a string; each may also come as it is, a value as an array of one, and one of them not at all. */
const answer = z
	.object({ key: z.unknown().optional(), value: z.unknown().optional() })
	.transform(({ key, value }) => ({
		result: result.safeParse(decoded(key)).data ?? null,
		change: change.safeParse(only(decoded(value))).data ?? null,
	}));

export type OnDemandSubject = {
	readonly jobId: string;
	/** The rule of the job's schema that maps users. */
	readonly ruleId: string;
	/** The object id of the user. */
	readonly userId: string;
};

/**
 * Has Entra provision one user now. Entra answers 200 even when the user fails: that is an entry with the status `failure`.
 *
 * @param base the path of the application's synchronization: `/servicePrincipals/{id}/synchronization`
 * @param now milliseconds since 1970, for an answer without times
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand
 */
export async function provisionOnDemand(
	client: GraphClient,
	base: string,
	{ jobId, ruleId, userId }: OnDemandSubject,
	now: () => number,
	signal?: AbortSignal,
): Promise<NewLogEntry> {
	const subjects = [{ objectId: userId, objectTypeName: "User" }];
	const url = `${base}/jobs/${encodeURIComponent(jobId)}/provisionOnDemand`;
	const body = { parameters: [{ ruleId, subjects }] };
	// Provisioning a user again changes nothing, so a lost answer may be asked for again.
	const given = await client.send({ method: "POST", url, body, signal }, answer);
	return entryOf(given, userId, now());
}

function entryOf(
	{ result: reported, change: changed }: z.infer<typeof answer>,
	userId: string,
	now: number,
): NewLogEntry {
	const status = overallStatus(reported, changed);
	if (status === null)
		throw new DirectoryError(
			"unavailable",
			"Entra's answer on demand shows neither success nor failure. Check the user in the provisioning log.",
		);
	const { statusInfo: info, provisioningSteps = [], modifiedProperties: changes = [] } = changed ?? {};
	const code = info?.errorCode || reported?.details?.errorCode || null;
	const other = otherUser(changed, userId);
	const ended = timeOf(changed?.endTime) ?? timeOf(changed?.startTime) ?? now;
	const began = timeOf(changed?.startTime) ?? ended;
	const common = {
		time: ended,
		cycleId: "",
		changeId: changed?.changeId ?? "",
		durationMs: Math.max(0, ended - began),
		initiatedBy: "on demand",
	} as const;
	const steps = provisioningSteps.map(stepOf);
	if (other !== null)
		return {
			...common,
			action: "Other",
			status: "unknown",
			skipReason: null,
			source: { id: userId, displayName: "", userName: "" },
			target: null,
			steps: [...steps, aboutAnotherUser(other, userId)],
			modifiedProperties: [],
			error: null,
		};
	return {
		...common,
		action: actionOf(changed?.action),
		status,
		skipReason: status === "skipped" ? (skipReason(provisioningSteps) ?? code ?? "Skipped") : null,
		source: sourceOf(changed, userId),
		target: targetOf(changed),
		steps: [...steps, ...unknownStatusStep(reported?.result, info?.status)],
		modifiedProperties: changes,
		error:
			status === "failure" || (status === "unknown" && code !== null)
				? entraError({
						code,
						category: info?.errorCategory,
						reason: info?.reason || reported?.details?.errorMessage || failedStep(provisioningSteps),
						additionalDetails: info?.additionalDetails,
						recommendedAction: info?.recommendedAction,
					})
				: null,
	};
}

/** The user whom the answer names; null when that is the user who was asked for, or it names none. */
function otherUser(
	changed: Change | null,
	userId: string,
): { readonly id: string; readonly userName: string } | null {
	const { id, userName } = sourceOf(changed, userId);
	const ids = [id, importOf(changed).objectId ?? id];
	return ids.some((one) => one.toLowerCase() === userId.toLowerCase()) ? null : { id, userName };
}

/** What Entra did to another user says nothing about this one. */
function aboutAnotherUser(
	other: { readonly id: string; readonly userName: string },
	userId: string,
): LogStep {
	const named = other.userName === "" ? other.id : `${other.userName} (${other.id})`;
	const description = `Entra's answer is about another user, ${named}: it does not show what happened to ${userId}. Check both users in the provisioning log.`;
	return { type: "processing", status: "unknown", description };
}

/** The worst of what the key, the value and its steps report. The key may be a type name of .NET: then the value alone counts. */
function overallStatus(reported: z.infer<typeof result> | null, changed: Change | null): LogStatus | null {
	const given = [statusOf(reported?.result), statusOf(changed?.statusInfo?.status)].filter(
		(one) => one !== null,
	);
	const steps = changed?.provisioningSteps.map(({ status }) => statusOf(status)) ?? [];
	if (given.includes("failure")) return "failure";
	const worse = given.find((one) => one !== "success");
	if (worse !== undefined) return worse;
	// A success of all is not one if a step of it failed.
	if (steps.includes("failure")) return "failure";
	return given[0] ?? steps.at(-1) ?? null;
}

function stepOf({ type, status, description, details: found }: Change["provisioningSteps"][number]): LogStep {
	return {
		type: stepTypeOf(type),
		...stepOutcome(status, description),
		...stepDetails(found),
	};
}

/** What the first failed step says. */
function failedStep(steps: Change["provisioningSteps"]): string | null | undefined {
	return steps.find(({ status }) => statusOf(status) === "failure")?.description;
}

function skipReason(steps: Change["provisioningSteps"]): string | undefined {
	return steps.map(({ details: found }) => found.SkipReason).find((reason) => reason !== undefined);
}

/** The answer names the user by id only: the rest is what the import step read. */
function sourceOf(changed: Change | null, userId: string): NonNullable<LogIdentity> {
	const read = importOf(changed);
	const { id, displayName, details: named = {} } = changed?.sourceIdentity ?? {};
	const userName = read.userPrincipalName ?? named.UserPrincipalName ?? changed?.reportableIdentifier ?? "";
	return {
		id: id || userId,
		displayName: displayName || named.DisplayName || read.displayName || "",
		userName,
	};
}

function importOf(changed: Change | null): Readonly<Record<string, string>> {
	return changed?.provisioningSteps.find(({ type }) => stepTypeOf(type) === "import")?.details ?? {};
}

function targetOf(changed: Change | null): LogIdentity {
	const { id, displayName } = changed?.targetIdentity ?? {};
	if (!id) return null;
	return { id, displayName: displayName ?? "", userName: changed?.reportableIdentifier ?? "" };
}

/** Milliseconds since 1970. */
function timeOf(text: string | null | undefined): number | undefined {
	const time = Date.parse(text ?? "");
	return Number.isNaN(time) ? undefined : time;
}

/** JSON in a string as what it holds, however often it was written as a string; anything else as it is. */
function decoded(value: unknown): unknown {
	if (typeof value !== "string") return value;
	try {
		const content: unknown = JSON.parse(value);
		return typeof content === "string" ? decoded(content) : content;
	} catch {
		return value; // such as a type name of .NET
	}
}

function only(value: unknown): unknown {
	return Array.isArray(value) ? decoded(value[0]) : value;
}
