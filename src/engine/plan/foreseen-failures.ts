import { writtenPath } from "../../attributes/target-schema.ts";
import { missingFields } from "../../mapping/build-user.ts";
import type { CompiledMappings } from "../../mapping/compile.ts";
import { refusedValues } from "../../mapping/refused-values.ts";
import { roleNames } from "../../mapping/roles.ts";
import type { ProvisioningError } from "../../ports/error-code.ts";
import { called } from "../../ports/log-identity.ts";
import { read } from "../../scim/path.ts";
import { equalJson } from "../../scim/resource-value.ts";
import { roleNotFound, valueRefused } from "../errors/refusals.ts";
import { desiredRoles, desiredState } from "./desired-state.ts";
import type { KnownRoles } from "./known-roles.ts";
import { mandatoryMissing } from "./plan-failures.ts";
import { step } from "./plan-steps.ts";
import type { PlannedAction } from "./planned-action.ts";
import type { Rules } from "./rules.ts";

/** What a plan is compared with before it may be sent. */
export type Foresight = {
	readonly rules: Rules;
	readonly roles: KnownRoles;
};

/** An action that gives an account values which the target may refuse. */
type Giving = Extract<PlannedAction, { type: "create" | "update" | "enable" }>;

/** The plan as it is, or the failure that the target would answer it with. Reads only. */
export async function foresee(action: PlannedAction, foresight: Foresight): Promise<PlannedAction> {
	if (action.type !== "create" && action.type !== "update" && action.type !== "enable") return action;
	const error = unacceptable(action, foresight.rules.mappings) ?? (await missingRole(action, foresight));
	return error === null ? action : refused(action, error);
}

/** Values that the account already has are the target's own: only those that the action changes are checked. */
function unacceptable(action: Giving, { set, targets }: CompiledMappings): ProvisioningError | null {
	const who = called(action.source);
	const desired = desiredState(action);
	const isNew = (target: string) => {
		if (action.type === "create") return true;
		const path = writtenPath(target);
		return !equalJson(read(desired, path), read(action.present, path));
	};
	const missing = missingFields(desired, targets, set.dialect).filter(isNew);
	if (missing.length > 0) return mandatoryMissing(who, missing);
	const refused = refusedValues(desired, set.dialect).find(({ target }) => isNew(target));
	return refused === undefined ? null : valueRefused(who, refused);
}

/** Roles that the account has already exist. */
async function missingRole(action: Giving, { roles }: Foresight): Promise<ProvisioningError | null> {
	const present = new Set(action.type === "create" ? [] : roleNames(action.present.roles));
	const added = desiredRoles(action).filter((role) => !present.has(role));
	if (added.length === 0) return null;
	const known = await roles();
	const missing = known === null ? undefined : added.find((role) => !known.has(role));
	if (missing === undefined) return null;
	return roleNotFound(called(action.source), { named: missing, role: missing });
}

function refused(action: Giving, error: ProvisioningError): PlannedAction {
	const { source, target, changes } = action;
	const steps = [
		...action.steps.filter(({ type }) => type !== "processing"),
		step("processing", "failure", error.reason),
	];
	return { source, target, changes, steps, type: "fail", error };
}
