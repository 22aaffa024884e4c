import type { ServicePolicy } from "../../engine/plan/policy/service-policy.ts";
import type { EngineSettings } from "../../engine/plan/settings.ts";
import { attributesRead, type CompiledMappings } from "../../mapping/user/compile.ts";

/**
 * How Entra's service treats users: an account that it never linked stays as it is, of several users with one matching value the first is
 * provisioned, and only a mapping deactivates (one that reads `IsSoftDeleted` or `accountEnabled`) or reactivates.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works
 */
export function entraPolicy({ mappings }: CompiledMappings): ServicePolicy {
	const deactivating = new Set(["issoftdeleted", "accountenabled"]);
	const deactivates = mappings.some((one) =>
		attributesRead(one).some((name) => deactivating.has(name.toLowerCase())),
	);
	return {
		unlinkedDisabled: "leave",
		rivals: "first-wins",
		leaving: deactivates ? "deactivate" : "leave",
		unmappedActive: "leave",
	};
}

/**
 * The same as settings: permanently deleted users are deleted in the target, accounts are reactivated, and the accidental deletions
 * threshold is a number.
 *
 * @param deletionThreshold null for none
 */
export function entraSettings(base: EngineSettings, deletionThreshold: number | null): EngineSettings {
	return {
		...base,
		reactivation: "try",
		hardDelete: "delete",
		deletionGuard: { enabled: deletionThreshold !== null, count: deletionThreshold ?? 0, percent: 0 },
		driftEvery: 0,
		driftRepair: false,
	};
}
