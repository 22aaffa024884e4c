import { writtenPath } from "../../attributes/target-schema.ts";
import { refusedValues } from "../../mapping/definition/refused-values.ts";
import { roleNames } from "../../mapping/definition/roles.ts";
import { missingFields } from "../../mapping/user/build-user.ts";
import type { CompiledMappings } from "../../mapping/user/compile.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/log-identity.ts";
import { read } from "../../scim/path.ts";
import { equalJson } from "../../scim/resource-value.ts";
import { roleNotFound, valueRefused } from "../errors/refusals.ts";
import type { Accounts } from "./accounts/match.ts";
import { desiredRoles, desiredState, desiredUserName } from "./action/desired-state.ts";
import type { PlannedAction } from "./action/planned-action.ts";
import { obstacleOf } from "./conflicts/holders.ts";
import type { MatchConflicts } from "./conflicts/match-conflicts.ts";
import type { KnownRoles } from "./known-roles.ts";
import { changeOf, mandatoryMissing, valueClaimed, valueHeld } from "./plan-failures.ts";
import { step } from "./plan-steps.ts";
import type { Rules } from "./rules.ts";

/** What a plan is checked against before it is sent. */
export type Foresight = {
	readonly rules: Rules;
	readonly roles: KnownRoles;
	readonly accounts: Accounts;
	readonly matchConflicts: MatchConflicts;
	readonly nameOf: (sourceId: string) => string;
};

/** `isWaiting`: it fails only because of an account that gives up a value in this cycle. */
export type Foreseen = { readonly action: PlannedAction; readonly isWaiting: boolean };

/** An action that gives an account values which the target may refuse. */
type Giving = Extract<PlannedAction, { type: "create" | "update" | "enable" }>;

/** The plan itself, or the failure with which the target would answer. Reads only. */
export async function foresee(
	sourceId: string,
	action: PlannedAction,
	foresight: Foresight,
): Promise<Foreseen> {
	if (action.type !== "create" && action.type !== "update" && action.type !== "enable")
		return { action, isWaiting: false };
	const { rules, nameOf } = foresight;
	const { mappings } = rules;
	const error = unacceptable(action, mappings) ?? (await missingRole(action, foresight));
	if (error !== null) return { action: refused(action, error), isWaiting: false };
	const obstacle = await obstacleOf(sourceId, action, { ...foresight, mappings });
	if (obstacle === undefined) return { action, isWaiting: false };
	const who = called(action.source);
	if (obstacle.type === "source-user") {
		const claimed = valueClaimed(who, nameOf(obstacle.sourceId), obstacle.target);
		return { action: refused(action, claimed), isWaiting: false };
	}
	const { account, freeing } = obstacle;
	const freedBy =
		freeing === null
			? undefined
			: freeing.type === "deletion"
				? "Its deletion"
				: changeOf(nameOf(freeing.owner));
	const held = valueHeld(who, { account, userName: desiredUserName(action), freedBy });
	return { action: refused(action, held), isWaiting: freeing !== null };
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

/** Roles that the account has already exist. A user without any gets the target's own. */
async function missingRole(action: Giving, { roles, rules }: Foresight): Promise<ProvisioningError | null> {
	const present = new Set(action.type === "create" ? [] : roleNames(action.present.roles));
	const { lastResort } = rules.mappings.set.dialect.roles;
	const desired = desiredRoles(action);
	const given = desired.length === 0 && lastResort !== null ? [lastResort] : desired;
	const added = given.filter((role) => !present.has(role));
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
