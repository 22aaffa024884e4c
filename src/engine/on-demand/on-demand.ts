import { attributesRead, type CompiledMapping, redactedAttributes } from "../../mapping/user/compile.ts";
import { called } from "../../ports/identity-name.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import { sourceIdentity } from "../../ports/log-identity.ts";
import type { AssignmentState } from "../../ports/source/directory.ts";
import { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { type Entitlement, entitle } from "../../source/entitlement.ts";
import type { SourceUser } from "../../source/source-user.ts";
import { enablingOf } from "../cycle/known/enabling-of.ts";
import { roleKnowledgeOf } from "../cycle/known/role-knowledge-of.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { planCycle } from "../cycle/plan-cycle.ts";
import { isRemoval } from "../cycle/provision.ts";
import { recordRun } from "../cycle/record-run.ts";
import { execute } from "../execute/execute.ts";
import { ReadBacks } from "../execute/read-backs.ts";
import { askTarget } from "../plan/accounts/account-index.ts";
import type { Accounts } from "../plan/accounts/match.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import { scopeDecisionOf } from "../plan/action/scope-decision.ts";
import { claimedMappings, claimsOf, matchingValuesOf } from "../plan/conflicts/claimed-values.ts";
import { MatchConflicts } from "../plan/conflicts/match-conflicts.ts";
import { failedLookUp } from "../plan/failed-look-up.ts";
import { absencePrint, deletedPrint, fingerprint } from "../plan/fingerprint.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import { planWorkItem, type Surroundings, scopeDecisionIn, type WorkItem } from "../plan/plan-work-item.ts";
import { attributesOf, type Rules } from "../plan/rules.ts";
import {
	determineScope,
	failedStep,
	importUser,
	matchUsers,
	type OnDemandStep,
	performAction,
	previewAction,
} from "./on-demand-steps.ts";

export type OnDemandReport = {
	readonly steps: readonly OnDemandStep[];
	/** Null when the user could not be read or the target not be asked. */
	readonly action: PlannedAction | null;
	/** What was logged; null when nothing was performed, or there was nothing to do. */
	readonly entry: LogEntry | null;
};

/** How a user is provisioned on demand; `perform: false` only looks. */
export type OnDemandOptions = {
	readonly perform: boolean;
	readonly signal?: AbortSignal | undefined;
	/** Gets each step as it is known. */
	readonly onStep?: ((step: OnDemandStep) => void) | undefined;
};

/**
 * Provisions one user now, in Entra's steps, ahead of a running cycle. Always compares with the target, whatever the last
 * cycle left. Performing tries again what failed before, also to enable an account where the target refused to before. Throws `DirectoryError`, and `ProfileBusyError` when performing.
 */
export function provisionOnDemand(
	parts: EngineParts,
	userId: string,
	{ perform, signal, onStep = () => undefined }: OnDemandOptions,
): Promise<OnDemandReport> {
	if (!perform) return look(parts, userId, signal, onStep);
	return parts.lease.hold((held) => look(parts, userId, held, onStep, true), signal);
}

async function look(
	parts: EngineParts,
	userId: string,
	signal: AbortSignal | undefined,
	onStep: (step: OnDemandStep) => void,
	isPerforming = false,
): Promise<OnDemandReport> {
	const { directory, store } = parts;
	const rules = parts.rules();
	const steps: OnDemandStep[] = [];
	const show = (step: OnDemandStep) => {
		steps.push(step);
		onStep(step);
	};
	const user = await directory.user(userId, attributesOf(rules), signal);
	const link = await store.link(userId);
	if (user === undefined && link?.state !== "managed") {
		const step = failedStep("Import user", `The source has no user with the id ${userId}.`);
		return { steps: [step], action: null, entry: null };
	}
	const assignments = await directory.assignments(signal, link?.state === "managed");
	const entitlements = entitlementsOf(userId, assignments);
	const common = { sourceId: userId, entitlements, link, escrow: undefined };
	const workItem: WorkItem = user
		? { ...common, user, fingerprint: () => fingerprint(user, entitlements) }
		: { ...common, user: null, ...(await absenceOf(userId, parts)) };
	show(importUser(workItem.user, redactedAttributes(rules.mappings)));
	const scopeDecision = scopeDecisionIn(rules.scope, workItem);
	show(determineScope(workItem.user, scopeDecision));
	try {
		const surroundings = await surroundingsOf(workItem, parts, assignments, isPerforming, signal);
		const turn = await planWorkItem(workItem, surroundings).catch((error: unknown) => {
			// A connection that fails is shown as such; a look-up that can't be trusted is a failure of this user, as in a cycle.
			if (error instanceof ScimError && error.code === "filter-ignored") return failedLookUp(workItem, error);
			throw error;
		});
		show(matchUsers(turn));
		const planned = () => plannedInCycle(turn.action, userId, parts, signal);
		const action = mayBeTakenOver(turn.action, rules) ? await planned() : turn.action;
		if (!isPerforming) {
			const inCycle = turn.isWaiting ? await planned() : action;
			show(previewAction(action, inCycle));
			return { steps, action: inCycle, entry: null };
		}
		const entry = await perform(workItem, action, surroundings, parts);
		show(performAction(action, true, entry));
		return { steps, action, entry };
	} catch (error) {
		if (!(error instanceof ScimError)) throw error;
		return { steps: [failedStep("Test connection", error.message), ...steps], action: null, entry: null };
	}
}

/**
 * Whether only the plan of the whole cycle shows if another user takes over the account: a cycle that reads only changes may not know
 * that user, and the source cannot be searched for a value that an expression makes.
 */
function mayBeTakenOver(action: PlannedAction, { mappings }: Rules): boolean {
	if (action.type === "unlink") return true;
	return isRemoval(action) && mappings.matching.some(({ expression }) => expression !== null);
}

/**
 * The plan for a user whose account another user may take over, or who fails only because of a value that another user's change, or a deletion, frees in the next cycle. It
 * depends on who else is processed in it and on the deletion guard, so it is taken from the plan of the whole cycle.
 */
async function plannedInCycle(
	action: PlannedAction,
	userId: string,
	parts: EngineParts,
	signal: AbortSignal | undefined,
): Promise<PlannedAction> {
	let planned: PlannedAction | undefined;
	const onAction = (one: PlannedAction) => {
		if (one.source?.id === userId) planned = one;
	};
	await planCycle(parts, { signal, onAction });
	// The cycle skips a user whose next attempt is not due, and does not plan one whom it does not process.
	return planned === undefined || planned.type === "skip" ? action : planned;
}

/** A user whose permanent deletion was seen before is not taken for a soft-deleted one. */
async function absenceOf(userId: string, { directory, store }: EngineParts) {
	const failed = (await store.escrow()).find(({ sourceId }) => sourceId === userId);
	const isSoft = directory.hasBin === true && failed?.fingerprint !== deletedPrint;
	const reason = isSoft ? "SoftDeletedAtSource" : "DeletedAtSource";
	return { reason, fingerprint: () => absencePrint(reason) } as const;
}

function entitlementsOf(
	userId: string,
	{ assignments, roles, members }: AssignmentState,
): readonly Entitlement[] {
	return entitle(assignments, roles, (id) => members.get(id) ?? []).get(userId) ?? [];
}

async function perform(
	workItem: WorkItem,
	action: PlannedAction,
	surroundings: Surroundings,
	parts: EngineParts,
): Promise<LogEntry | null> {
	const { store, ledger, clock } = parts;
	const target = parts.target("interactive");
	const failed = (await store.escrow()).find(({ sourceId }) => sourceId === workItem.sourceId);
	// Due in any case: the operator asks.
	const due = failed && { ...failed, nextAttempt: 0 };
	return recordRun(parts, "onDemand", async (cycleId, tally) => {
		const run = { cycleId, initiatedBy: "on demand" };
		const readBacks = new ReadBacks(surroundings.rules.mappings.set.dialect);
		const execution = { ...surroundings, run, target, store, ledger, clock, readBacks };
		const done = await execute({ ...workItem, escrow: due }, action, execution);
		tally.note(done, workItem.sourceId);
		return done.entry;
	});
}

/** Without the whole source at hand, those who may clash are looked for by name, and owners by the account. */
async function surroundingsOf(
	workItem: WorkItem,
	parts: EngineParts,
	assignments: AssignmentState,
	isPerforming: boolean,
	signal: AbortSignal | undefined,
): Promise<Surroundings> {
	const { directory, store, clock } = parts;
	const rules = parts.rules();
	const attributes = attributesOf(rules);
	const names = new Map<string, string>();
	const links = new Map([...(workItem.link ? [workItem.link] : [])].map((link) => [link.sourceId, link]));
	for (const id of referencesOf(workItem)) {
		const link = await store.link(id);
		if (link) links.set(id, link);
	}
	const environment = {
		now: () => new Date(clock.now()),
		random: clock.random,
		reference: (id: string) => links.get(id)?.targetId,
	};
	const known = new Set<string>();
	const matchConflicts = new MatchConflicts({
		isKnown: (id) => known.has(id),
		accountOf: (id) => links.get(id)?.targetId,
		isFixed: () => !rules.mappings.set.actions.update,
	});
	const claimed = claimedMappings(rules.mappings);
	const linkOf = async (id: string) => {
		const link = links.get(id) ?? (await store.link(id));
		if (link) links.set(id, link);
		return link;
	};
	const claimsMade = async (user: SourceUser, mappings = claimed) => {
		const isLinked = (await linkOf(user.id))?.state === "managed";
		const source = { user, entitlements: entitlementsOf(user.id, assignments), isSoftDeleted: false };
		return claimsOf(rules.mappings, mappings, source, isLinked);
	};
	const claim = async (user: SourceUser) => {
		if (known.has(user.id)) return;
		const scopeDecision = scopeDecisionOf(user, entitlementsOf(user.id, assignments), rules.scope);
		if (!scopeDecision.inScope) {
			const isSought = scopeDecision.reason === "DisabledAtSource";
			const link = await linkOf(user.id);
			if (link?.state === "managed") matchConflicts.leave(link.targetId, user.id);
			else if (isSought) matchConflicts.seek(user.id, await claimsMade(user, rules.mappings.matching));
			return;
		}
		known.add(user.id);
		matchConflicts.claim(user.id, await claimsMade(user));
		names.set(user.id, called(sourceIdentity(user)));
		const link = await linkOf(user.id);
		if (link?.state === "managed") matchConflicts.give(link.targetId, user.id);
	};
	const searched = new Set<string>();
	const claimAll = async (values: readonly string[]) => {
		for (const value of values) {
			const text = value.toLowerCase();
			if (searched.has(text)) continue;
			searched.add(text);
			for (const user of await directory.search(value, 20, attributes, signal)) await claim(user);
		}
	};
	if (workItem.user) {
		const scopeDecision = scopeDecisionIn(rules.scope, workItem);
		if (scopeDecision.inScope || scopeDecision.reason === "DisabledAtSource") {
			const { user } = workItem;
			await claim(user);
			const claims = await claimsMade(user);
			const values = claims.flatMap(({ value }) => (value === "" ? [] : value));
			await claimAll([...values, ...valuesRead(user, claimed)]);
		}
	}
	/** Only the plan of the whole cycle shows whether the account of a user who is gone is deleted, or held back. */
	const mayDelete = rules.settings.hardDelete === "delete" && rules.mappings.set.actions.delete;
	/** Who has the account, and who would match it. */
	const noteOwner = async (account: ScimUser) => {
		const link = await store.linkByTarget(account.id);
		if (link?.state === "managed" && link.sourceId !== workItem.sourceId) {
			const owner = await directory.user(link.sourceId, attributes, signal);
			if (owner === undefined) matchConflicts.leave(account.id, link.sourceId, mayDelete);
			else await claim(owner);
		}
		await claimAll(matchingValuesOf(account, rules.mappings).map(({ value }) => value));
	};
	const asked = askTarget(parts.target("interactive"), signal);
	const accounts: Accounts = {
		async get(id) {
			const account = await asked.get(id);
			if (account) await noteOwner(account);
			return account;
		},
		async find(attribute, value) {
			const found = await asked.find(attribute, value);
			for (const account of found) await noteOwner(account);
			return found;
		},
		isServiceAccount: asked.isServiceAccount,
	};
	const listed = rolesReadOnce(parts.roleNames, { emit: parts.emit, now: clock.now, signal });
	const roles = roleKnowledgeOf(listed, store, clock.now(), { asks: isPerforming });
	const state = await store.state();
	const isToBeTried = isPerforming && state.enabling?.accepted === false;
	const enabling = enablingOf(isToBeTried ? { ...state, enabling: null } : state, store);
	const nameOf = (id: string) => names.get(id) ?? id;
	return { rules, accounts, matchConflicts, environment, roles, enabling, nameOf, isAlone: true };
}

/** What the mappings make their values from: the source knows nothing of a value that comes from an expression. */
function valuesRead({ attributes }: SourceUser, mappings: readonly CompiledMapping[]): readonly string[] {
	return mappings.flatMap(attributesRead).flatMap((name) => {
		const value = attributes[name];
		return typeof value === "string" && value.trim() !== "" ? value : [];
	});
}

/** Attributes that hold the id of another user. */
function referencesOf({ user }: WorkItem): readonly string[] {
	const values = [user?.attributes.manager, user?.attributes["manager.id"]];
	return values.filter((value) => typeof value === "string");
}
