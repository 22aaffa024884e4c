import type { JsonObject } from "../../../loopback/json.ts";
import type { Entry, Step } from "./entry.ts";
import type { OnDemandBehavior } from "./log-behavior.ts";
import { capitalized, categoryOf, importFirst, yesOrNo } from "./show-summary.ts";

/**
 * The answer to provision on demand: `key` and `value` are JSON inside strings. A failure is an answer too.
 *
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand
 */
export function showOnDemand(
	entries: readonly Entry[],
	behavior: Pick<OnDemandBehavior, "key" | "value">,
): { readonly key: string; readonly value: string } {
	const worst =
		entries.find(({ status }) => status === "failure") ??
		entries.find(({ status }) => status === "success") ??
		entries[0];
	const shown = entries.map(showEntry);
	const [only] = shown;
	const isSingle = shown.length === 1 && behavior.value === "object";
	return {
		key:
			behavior.key === "typeName"
				? "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"
				: JSON.stringify(worst ? resultOf(worst) : { result: "Skipped", details: {} }),
		value: JSON.stringify(isSingle ? only : shown),
	};
}

function resultOf({ status, error }: Entry): JsonObject {
	return {
		result: capitalized(status),
		details: error === null ? {} : { errorCode: error.code, errorMessage: error.reason },
	};
}

function showEntry(entry: Entry): JsonObject {
	const { source, target, status, error } = entry;
	const failure = status === "failure" ? error : null;
	return {
		action: capitalized(entry.action),
		changeId: entry.changeId,
		startTime: new Date(entry.began).toISOString(),
		endTime: new Date(entry.ended).toISOString(),
		reportableIdentifier: source.userPrincipalName || source.displayName || source.id,
		modifiedProperties: entry.modified.map(({ name, old, new: next }) => ({
			displayName: name,
			oldValue: old,
			newValue: next,
		})),
		provisioningSteps: importFirst(entry.steps).map(showStep),
		statusInfo: {
			status: capitalized(status),
			errorCode: failure?.code ?? null,
			reason: failure?.reason ?? null,
			additionalDetails: null,
			errorCategory: failure === null ? null : capitalized(categoryOf(failure.code)),
			recommendedAction: null,
		},
		sourceIdentity: { id: source.id, type: source.type, displayName: null, details: null },
		sourceSystem: { id: null, name: entry.sourceSystem, details: null },
		targetIdentity: { id: target.id, type: target.type, displayName: null, details: null },
		targetSystem: { id: null, name: entry.targetSystem, details: null },
	};
}

function showStep({ name, type, status, description, at, details, scoping }: Step): JsonObject {
	return {
		name: type === "import" || type === "matching" ? "EntryImport" : name,
		type: capitalized(type),
		status: capitalized(status),
		description,
		timestamp: new Date(at).toISOString(),
		details: scoping
			? {
					IsActive: yesOrNo(scoping.isActive),
					Assigned: yesOrNo(scoping.isAssigned),
					IsEffectivelyEntitledForProvisioning: yesOrNo(scoping.isAssigned),
					IsInProvisioningScopeDisplayName: yesOrNo(scoping.passes),
					ScopeEvaluationResult: JSON.stringify(scoping.clauses),
				}
			: { ...details },
	};
}
