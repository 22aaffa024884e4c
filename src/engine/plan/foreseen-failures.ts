import { writtenPath } from "../../attributes/target-schema.ts";
import { refusedValues } from "../../mapping/definition/refused-values.ts";
import { roleNames } from "../../mapping/definition/roles.ts";
import { nameAtStart } from "../../mapping/definition/target-dialect.ts";
import { missingFields } from "../../mapping/user/build-user.ts";
import type { CompiledMappings } from "../../mapping/user/compile.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/identity-name.ts";
import type { Escrow } from "../../ports/store/escrow.ts";
import { read } from "../../scim/path.ts";
import { equalJson } from "../../scim/resource-value.ts";
import { roleNotFound, valueRefused } from "../errors/refusals.ts";
import type { Accounts } from "./accounts/match.ts";
import { desiredRoles, desiredState, desiredUserName } from "./action/desired-state.ts";
import { type Giving, noted } from "./action/noted.ts";
import type { PlannedAction } from "./action/planned-action.ts";
import { obstacleOf } from "./conflicts/holders.ts";
import type { MatchConflicts } from "./conflicts/match-conflicts.ts";
import { distinctNames } from "./distinct-names.ts";
import { changeOf, mandatoryMissing, valueClaimed, valueHeld } from "./plan-failures.ts";
import { step } from "./plan-steps.ts";
import type { RoleKnowledge } from "./role-knowledge.ts";
import type { Rules } from "./rules.ts";

/** What a plan is checked against before it is sent. */
export type Foresight = {
	readonly rules: Rules;
	readonly roles: RoleKnowledge;
	readonly accounts: Accounts;
	readonly matchConflicts: MatchConflicts;
	readonly nameOf: (sourceId: string) => string;
	/** Whether only this user is provisioned, so that no other account gives up a value first. */
	readonly isAlone?: boolean | undefined;
	/** Whether a role that the target refused before is taken for one that it may accept. */
	readonly isRefusalOpen?: boolean | undefined;
};

/** `isWaiting`: it fails only because of an account that gives up a value in this cycle. */
export type Foreseen = { readonly action: PlannedAction; readonly isWaiting: boolean };

/**
 * The plan itself, or the failure with which the target would answer. Reads only. What source and target show comes before
 * what the target refused earlier: performing asks for that role again, and must then find the failure that was previewed.
 */
export async function foresee(
	{ sourceId, escrow }: { readonly sourceId: string; readonly escrow: Pick<Escrow, "role"> | undefined },
	action: PlannedAction,
	foresight: Foresight,
): Promise<Foreseen> {
	if (action.type !== "create" && action.type !== "update" && action.type !== "enable")
		return { action, isWaiting: false };
	const { rules, nameOf } = foresight;
	const { mappings } = rules;
	const wrong = unacceptable(action, mappings);
	if (wrong !== null) return { action: refused(action, wrong), isWaiting: false };
	const unseen: string[] = [];
	const withoutRole = (role: string): Foreseen => {
		const error = roleNotFound(called(action.source), { named: role, role });
		return { action: refused(action, error), isWaiting: false };
	};
	let refusedRole: string | undefined;
	for (const role of addedRoles(action, mappings)) {
		const verdict = await foresight.roles.verdict(role, escrow?.role === role);
		if (verdict === "missing") return withoutRole(role);
		if (verdict === "refused" && foresight.isRefusalOpen !== true) refusedRole ??= role;
		if (verdict === "unknown") unseen.push(role);
	}
	const obstacle = await obstacleOf(sourceId, action, { ...foresight, mappings, policy: rules.policy });
	const mayGo = foresight.isAlone !== true && obstacle?.type === "account" && obstacle.freeing !== null;
	if (refusedRole !== undefined && (obstacle === undefined || mayGo)) return withoutRole(refusedRole);
	if (obstacle === undefined) return { action: withUnseenRoles(action, unseen, mappings), isWaiting: false };
	const who = called(action.source);
	if (obstacle.type === "source-user") {
		const [rival = ""] = distinctNames([obstacle.sourceId], who, nameOf);
		const claimed = valueClaimed(who, rival, obstacle.target);
		return { action: refused(action, claimed), isWaiting: false };
	}
	const { account, freeing, leftBy } = obstacle;
	const freedBy =
		freeing === null
			? undefined
			: freeing.type === "deletion"
				? "Its deletion"
				: changeOf(nameOf(freeing.owner));
	const owner = leftBy === undefined || leftBy === sourceId ? undefined : nameOf(leftBy);
	const held = valueHeld(who, {
		...{ account, userName: desiredUserName(action), freedBy, owner },
		hasAccount: action.type !== "create",
		isService: freeing === null && (await foresight.accounts.isServiceAccount?.(account)),
	});
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
export function addedRoles(action: Giving, { set }: CompiledMappings): readonly string[] {
	const present = new Set(action.type === "create" ? [] : roleNames(action.present.roles));
	const { lastResort } = set.dialect.roles;
	const desired = desiredRoles(action);
	const given = desired.length === 0 && lastResort !== null ? [lastResort] : desired;
	return given.filter((role) => !present.has(role));
}

/** The action with a note, in its last step too, if the target may lack one of the roles. */
function withUnseenRoles(action: Giving, roles: readonly string[], { set }: CompiledMappings): PlannedAction {
	if (roles.length === 0) return action;
	const named = roles.map((role) => `"${role}"`).join(", ");
	const words = `${nameAtStart(set.dialect)} may refuse the ${roles.length === 1 ? "role" : "roles"} ${named}: it does not list its roles, and has not been seen to accept ${roles.length === 1 ? "it" : "them"}.`;
	return noted(action, words);
}

function refused(action: Giving, error: ProvisioningError): PlannedAction {
	const { source, target, changes } = action;
	const steps = [
		...action.steps.filter(({ type }) => type !== "processing"),
		step("processing", "failure", error.reason),
	];
	return { source, target, changes, steps, type: "fail", error };
}
