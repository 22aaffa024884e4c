import { askTarget } from "../../../src/engine/plan/accounts/account-index.ts";
import type { PlannedAction } from "../../../src/engine/plan/action/planned-action.ts";
import { MatchConflicts } from "../../../src/engine/plan/conflicts/match-conflicts.ts";
import { planWorkItem, type WorkItem } from "../../../src/engine/plan/plan-work-item.ts";
import { RoleKnowledge } from "../../../src/engine/plan/role-knowledge.ts";
import type { Escrow } from "../../../src/ports/store/escrow.ts";
import type { Link } from "../../../src/ports/store/link.ts";
import { defaultAccess } from "../../../src/source/app-role.ts";
import type { Entitlement } from "../../../src/source/entitlement.ts";
import type { SourceUser } from "../../../src/source/source-user.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person, roles } from "../fake-directory.ts";
import { FakeTarget } from "../fake-target.ts";
import { type Choices, rulesOf } from "../rules.ts";

export const ada = person("Ada");
export const inactive = { active: false };

/** One user's situation. What is not said is ordinary: assigned as `User`, enabled, never seen, nobody in the target. */
export type Situation = Choices & {
	readonly user?: SourceUser | null;
	readonly role?: string | null | "not assigned";
	/** Accounts in the target. The first is the linked one where there is a link. */
	readonly accounts?: readonly (readonly [userName: string, rest?: Record<string, unknown>])[];
	/** Whether all accounts are those of programs. */
	readonly isServiceAccount?: boolean;
	readonly link?: Link["state"] | "to an account that is gone";
	readonly refusedBefore?: boolean;
	/** Another source user who wants the same user name. */
	readonly rival?: SourceUser;
	/** Another source user who has the first account. */
	readonly owner?: string;
};

export async function plan(situation: Situation): Promise<PlannedAction> {
	const { user = ada, role = "User", accounts = [], link, rival, owner } = situation;
	const target = new FakeTarget();
	if (situation.isServiceAccount) target.isServiceAccount = async () => true;
	const made = accounts.map(([userName, rest]) => target.seed(userName, rest));
	const rules = rulesOf(situation);
	const entitlements = entitled(role);
	const targetId = link === "to an account that is gone" ? "account-gone" : (made[0]?.id ?? "account-gone");
	const state = link === "released" ? "released" : "managed";
	const linked: Link | undefined = link && {
		...{ sourceId: ada.id, targetId, userName: "ada@example.com", displayName: "Ada Example" },
		...{ state, since: 0, fingerprint: "" },
	};
	const matchConflicts = new MatchConflicts();
	for (const one of [ada, ...(rival ? [rival] : [])]) {
		matchConflicts.claim(one.id, [{ target: "userName", value: String(one.attributes.userPrincipalName) }]);
	}
	if (owner) matchConflicts.give(targetId, owner);
	const escrow: Escrow | undefined = situation.refusedBefore
		? {
				...{
					sourceId: ada.id,
					displayName: "Ada",
					userName: "",
					code: "BlockedByDeactivatedAccount",
					reason: "",
					recommendedAction: null,
					remedy: null,
					attempts: 1,
				},
				...{ firstFailed: 0, lastFailed: 0, nextAttempt: 0, role: null, fingerprint: "print" },
			}
		: undefined;
	const common = { sourceId: ada.id, entitlements, link: linked, escrow, fingerprint: () => "print" };
	const workItem: WorkItem = user
		? { ...common, user }
		: { ...common, user: null, reason: "DeletedAtSource" };
	const nameOf = (id: string) => `name of ${id}`;
	const turn = await planWorkItem(workItem, {
		rules,
		accounts: askTarget(target),
		matchConflicts,
		environment: {},
		roles: new RoleKnowledge(async () => null, {
			refused: async () => new Set(),
			isAccepted: async () => true,
		}),
		nameOf,
	});
	return turn.action;
}

function entitled(role: string | null): readonly Entitlement[] {
	if (role === "not assigned") return [];
	const granted = roles.find(({ value }) => value === role) ?? defaultAccess;
	return [{ role: granted, assignmentId: "1", via: { type: "direct" } }];
}

export const disabledAda = person("Ada", { accountEnabled: false });
export const binnedAda = person("Ada", { deletedDateTime: "2025-01-01T00:00:00Z" });
export const sales = [
	{ name: "Sales", clauses: [{ attribute: "department", operator: "EQUALS", value: "Sales" } as const] },
];
export const present = [["ada@example.com"]] as const;
export const presentInactive = [["ada@example.com", inactive]] as const;
export const twoMatch = { mappings: { mappings: matchingByName() } };

function matchingByName() {
	return defaultMappings.map(({ matchingPrecedence: _, ...mapping }) =>
		mapping.target === "name.familyName" ? { ...mapping, matchingPrecedence: 1 } : mapping,
	);
}

/** A sentence, a situation, and what is planned: the type, and the reason or code where there is one. */
