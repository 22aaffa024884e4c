import { writtenPath } from "../../attributes/target-schema.ts";
import { roleNames } from "../../mapping/definition/roles.ts";
import { MappingFailure } from "../../mapping/user/errors.ts";
import { accountName } from "../../ports/log-identity.ts";
import type { Store } from "../../ports/store/store.ts";
import { readAll } from "../../scim/path.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { type Entitlements, entitle } from "../../source/entitlement.ts";
import { nameOf } from "../../source/source-user.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { scopeDecisionOf } from "../plan/action/scope-decision.ts";
import { mapSource } from "../plan/map-source.ts";
import { attributesOf, type Rules } from "../plan/rules.ts";

/** An inactive account in the target. Times in milliseconds since 1970. */
export type InactiveAccount = {
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	/** When sumo-provision deactivated it, otherwise the target's last change; null when neither is known. */
	readonly since: number | null;
	readonly sinceKnownFrom: "log" | "target" | null;
	/** The source user who is in scope (again) and needs this account or its address; null when there is none. */
	readonly assignedAgain: AssignedAgain | null;
};

/** A user in scope whose account is inactive, or whose address an inactive account keeps. */
export type AssignedAgain = {
	readonly sourceId: string;
	readonly displayName: string;
	/** Whether the user gets no account while this one exists. Otherwise the next cycle tries to reactivate it for the user. */
	readonly isBlocked: boolean;
};

/** All inactive accounts in the target, sorted by user name. Lists the target's accounts and reads the source. */
export async function listInactive(
	parts: EngineParts,
	signal?: AbortSignal,
): Promise<readonly InactiveAccount[]> {
	const inactive: ScimUser[] = [];
	for await (const page of parts.target("interactive").list(signal)) {
		for (const account of page) if (!account.active) inactive.push(account);
	}
	if (inactive.length === 0) return [];
	const rules = parts.rules();
	const inScope = await usersInScope(parts, rules, signal);
	const isRefused = await refusedUsers(parts.store, rules);
	const accounts: InactiveAccount[] = [];
	for (const account of inactive)
		accounts.push(await describe(account, parts.store, inScope, rules, isRefused));
	return accounts.sort((left, right) => left.userName.localeCompare(right.userName));
}

/** Source users in scope, by the values that would give them an account. */
type UsersInScope = {
	readonly byValue: ReadonlyMap<string, string>;
	readonly names: ReadonlyMap<string, string>;
};

async function usersInScope(parts: EngineParts, rules: Rules, signal?: AbortSignal): Promise<UsersInScope> {
	const { directory, clock } = parts;
	const { keptByDeactivated } = rules.mappings.set.dialect;
	const read = await directory.read(null, attributesOf(rules), signal);
	const { assignments, roles, members } = read.assignments ?? (await directory.assignments(signal));
	const entitlements: Entitlements = entitle(assignments, roles, (id) => members.get(id) ?? []);
	const byValue = new Map<string, string>();
	const names = new Map<string, string>();
	const environment = { now: () => new Date(clock.now()), random: clock.random };
	for await (const page of read.users) {
		for (const user of page) {
			const own = entitlements.get(user.id) ?? [];
			if (own.length === 0 && rules.scope.scope.users === "assigned") continue;
			if (!scopeDecisionOf(user, own, rules.scope).inScope) continue;
			const mapped = mapSource({ user, entitlements: own, isSoftDeleted: false }, { rules, environment });
			if (mapped instanceof MappingFailure) continue;
			names.set(user.id, nameOf(user));
			const kept = mapped.values.filter(({ target }) => keptByDeactivated.includes(target));
			const values = [...mapped.matching, ...kept];
			for (const { target, value } of values)
				if (typeof value === "string") byValue.set(keyOf(target, value), user.id);
		}
	}
	return { byValue, names };
}

/** Says of a user whether a cycle leaves the user's own account inactive: the settings say so, or the target has refused to reactivate it. */
async function refusedUsers(
	store: Store,
	{ settings, mappings }: Rules,
): Promise<(sourceId: string) => boolean> {
	const { enabling } = await store.state();
	if (settings.reactivation === "block" || !mappings.set.actions.update || enabling?.accepted === false)
		return () => true;
	const failing = await store.escrow();
	const refused = new Set(
		failing.filter(({ code }) => code === "BlockedByDeactivatedAccount").map(({ sourceId }) => sourceId),
	);
	return (sourceId) => refused.has(sourceId);
}

async function describe(
	account: ScimUser,
	store: Store,
	inScope: UsersInScope,
	rules: Rules,
	isRefused: (sourceId: string) => boolean,
): Promise<InactiveAccount> {
	const link = await store.linkByTarget(account.id);
	const linked = link && inScope.names.has(link.sourceId) ? link.sourceId : undefined;
	const matching = rules.mappings.matching.map(({ mapping }) => mapping.target);
	const own = linked ?? userWithValue(account, matching, inScope, rules);
	const sourceId =
		own ?? userWithValue(account, rules.mappings.set.dialect.keptByDeactivated, inScope, rules);
	const deactivated = await deactivatedAt(account, store, link);
	const changed = lastModified(account);
	return {
		targetId: account.id,
		userName: account.userName,
		displayName: accountName(account),
		roles: roleNames(account.roles),
		since: deactivated ?? changed,
		sinceKnownFrom: deactivated !== null ? "log" : changed !== null ? "target" : null,
		assignedAgain:
			sourceId === undefined
				? null
				: {
						sourceId,
						displayName: inScope.names.get(sourceId) ?? sourceId,
						isBlocked: own === undefined || isRefused(own),
					},
	};
}

/** The user in scope who would have the account's value of one of these targets. */
function userWithValue(
	account: ScimUser,
	targets: readonly string[],
	{ byValue }: UsersInScope,
	{ mappings }: Rules,
): string | undefined {
	const { keptByDeactivated } = mappings.set.dialect;
	for (const target of targets) {
		const path = writtenPath(target);
		// A value that a deactivated account reserves counts in any element of its list, even if users are not matched by it.
		const anywhere = keptByDeactivated.includes(target) ? { ...path, filter: null } : path;
		for (const value of readAll(account, anywhere)) {
			const sourceId = typeof value === "string" ? byValue.get(keyOf(target, value)) : undefined;
			if (sourceId !== undefined) return sourceId;
		}
	}
	return undefined;
}

async function deactivatedAt(
	{ id }: ScimUser,
	store: Store,
	link: Awaited<ReturnType<Store["linkByTarget"]>>,
): Promise<number | null> {
	if (link === undefined) return null;
	if (link.state === "released") return link.since;
	const query = { sourceId: link.sourceId, actions: ["Disable"], statuses: ["success"] } as const;
	const entries = await store.log({ ...query, order: "descending", limit: 5 });
	return entries.find(({ target }) => target?.id === id)?.time ?? null;
}

function lastModified({ meta }: ScimUser): number | null {
	if (typeof meta !== "object" || meta === null || !("lastModified" in meta)) return null;
	const { lastModified } = meta;
	const time = typeof lastModified === "string" ? Date.parse(lastModified) : Number.NaN;
	return Number.isNaN(time) ? null : time;
}

function keyOf(target: string, value: string): string {
	return `${target}\u0000${value.toLowerCase()}`;
}
