import { guidFrom } from "../../../loopback/guid.ts";
import type { JsonObject } from "../../../loopback/json.ts";
import type { Entry, Scoping, Step } from "./entry.ts";
import type { LogBehavior } from "./log-behavior.ts";

/** What an entry does not say itself. */
export interface SummaryContext {
	readonly tenantId: string;
	/** The name of an application by the ID of its service principal. */
	nameOf(servicePrincipalId: string): string;
	/** The template of an application. */
	templateOf(servicePrincipalId: string): string;
}

/** The time of an entry as the log shows it: without fractions of a second. */
export const activityTime = ({ ended }: Entry): string => `${new Date(ended).toISOString().slice(0, 19)}Z`;

/** An entry of `auditLogs/provisioning` (learn.microsoft.com/graph/api/resources/provisioningobjectsummary). */
export function showSummary(
	entry: Entry,
	{ tenantId, nameOf, templateOf }: SummaryContext,
	{ enums, servicePrincipal }: Pick<LogBehavior, "enums" | "servicePrincipal">,
): JsonObject {
	const written = (value: string): string => (enums === "pascal" ? capitalized(value) : value);
	const { source, target, servicePrincipalId, error, isOnDemand } = entry;
	const displayName = nameOf(servicePrincipalId);
	const application = { id: servicePrincipalId, displayName };
	return {
		id: entry.id,
		activityDateTime: activityTime(entry),
		tenantId,
		jobId: entry.jobId,
		cycleId: entry.cycleId,
		changeId: entry.changeId,
		provisioningAction: written(entry.action),
		durationInMilliseconds: Math.round(entry.ended - entry.began),
		initiatedBy: {
			id: "",
			displayName: isOnDemand ? "" : "Azure AD Provisioning Service",
			initiatorType: written(isOnDemand ? "user" : "system"),
		},
		servicePrincipal: servicePrincipal === "array" ? [application] : application,
		sourceSystem: {
			id: guidFrom(`${entry.jobId} ${entry.sourceSystem}`),
			displayName: entry.sourceSystem,
			details: {},
		},
		targetSystem: {
			id: guidFrom(`${entry.jobId} ${entry.targetSystem}`),
			displayName: entry.targetSystem,
			details: {
				ApplicationId: templateOf(servicePrincipalId),
				ServicePrincipalId: servicePrincipalId,
				ServicePrincipalDisplayName: displayName,
			},
		},
		sourceIdentity: {
			id: source.id,
			displayName: source.displayName,
			identityType: source.type,
			details: {
				id: source.id,
				odatatype: source.type,
				DisplayName: source.displayName,
				...(source.userPrincipalName === "" ? {} : { UserPrincipalName: source.userPrincipalName }),
			},
		},
		targetIdentity: { id: target.id, displayName: "", identityType: target.type, details: {} },
		provisioningStatusInfo: {
			status: written(entry.status),
			errorInformation:
				error === null
					? null
					: {
							errorCode: error.code,
							reason: error.reason,
							additionalDetails: null,
							errorCategory: written(categoryOf(error.code)),
							recommendedAction: null,
						},
		},
		provisioningSteps: entry.steps.map((step) => ({
			name: step.name,
			provisioningStepType: written(step.type),
			status: written(step.status),
			description: step.description,
			details: step.scoping ? scopingDetails(step.scoping) : { ...step.details },
		})),
		modifiedProperties: entry.modified.map(({ name, old, new: next }) => ({
			displayName: name,
			oldValue: old,
			newValue: next,
		})),
	};
}

function scopingDetails({ isActive, isAssigned, passes, clauses }: Scoping): JsonObject {
	return {
		"Active in the source system": yesOrNo(isActive),
		"Assigned to the application": yesOrNo(isAssigned),
		"User has the required role": yesOrNo(isAssigned),
		"Scoping filter evaluation passed": yesOrNo(passes),
		ScopeEvaluationResult: JSON.stringify(clauses),
	};
}

/** A boolean as the service writes it. */
export const yesOrNo = (value: boolean): string => (value ? "True" : "False");

/** `stagedDelete` → `StagedDelete`. */
export const capitalized = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1);

/** Failures of the service itself; all others are the target's or the tenant's. */
export function categoryOf(code: string): "failure" | "nonServiceFailure" {
	return code === "InternalError" ? "failure" : "nonServiceFailure";
}

/** The steps, of which those of matching come before scoping, as the service lists them on demand. */
export const importFirst = (steps: readonly Step[]): readonly Step[] => {
	const order = (step: Step): number => ["import", "matching", "scoping"].indexOf(step.type);
	const known = steps.filter((step) => order(step) >= 0).sort((a, b) => order(a) - order(b));
	return [...known, ...steps.filter((step) => order(step) < 0)];
};
