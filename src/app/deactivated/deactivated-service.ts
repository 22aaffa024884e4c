import type { InactiveAccount } from "../../engine/accounts/deactivated.ts";
import type { ByHand } from "../../engine/accounts/delete-account.ts";
import type { Engine } from "../../engine/engine.ts";
import type { ContentHandling } from "../../ports/account-removal.ts";
import type { Store } from "../../ports/store/store.ts";
import type { JsonObject } from "../../scim/resource.ts";
import type { ClassicUser, ClassicUsers } from "../../sumo/classic-users.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import { cleanText } from "../../text/clean-text.ts";
import { CachedValue } from "../cache/cached-value.ts";
import { waitFor } from "../cache/wait-for.ts";
import type { EventBus } from "../events/event-bus.ts";
import { operatorName } from "../process/operator.ts";
import type { ProvisioningMode } from "../provisioning/provisioning.ts";
import type { ContentChoice, Deactivated, DeactivatedAccount } from "./deactivated.ts";

export type DeactivatedParts = {
	readonly engine: () => Promise<
		Pick<Engine, "inactive" | "deleteAccount" | "deleteAndProvision" | "recreate">
	>;
	readonly store: Pick<Store, "linkByTarget" | "log" | "snapshots">;
	readonly target: () => Promise<SumoTarget>;
	readonly mode: () => ProvisioningMode;
	readonly events: EventBus;
};

/** Lists deactivated accounts, and deletes one once its user name has been typed as confirmation. */
export function createDeactivatedService({
	engine,
	store,
	target,
	mode,
	events,
}: DeactivatedParts): Deactivated {
	const accounts = new CachedValue(() => readAccounts());
	const heirs = new CachedValue(async () => activeUsers(await target()));
	const invalidate = () => {
		accounts.invalidate();
		heirs.invalidate();
	};
	events.on(["cycleEnded", "profileChanged", "connectionChanged", "targetChanged"], invalidate);
	const list: Deactivated["list"] = ({ refresh = false, signal } = {}) => {
		if (refresh) invalidate();
		return waitFor(accounts.get(), signal);
	};
	const readAccounts = async () => {
		const inactive = await (await engine()).inactive();
		const { classic } = await target();
		const logins = classic && (await lastLogins(classic, inactive));
		// What Entra's own job may still reactivate is not known here.
		const isHosted = mode() === "hosted";
		return inactive.map((account) => shownAccount(account, logins?.get(account.targetId) ?? null, isHosted));
	};
	const accountOf = async (targetId: string): Promise<DeactivatedAccount> => {
		const found = (await list()).find((account) => account.targetId === targetId);
		if (found === undefined)
			throw new Error(`There is no deactivated account ${targetId}. Refresh the list.`);
		return found;
	};
	/** Checked here too, so that no caller can skip the confirmation. */
	const confirmed = async (targetId: string, confirmation: string) => {
		const account = await accountOf(targetId);
		if (confirmation !== account.userName) {
			throw new Error(
				`Nothing was deleted: the confirmation is not ${account.userName}, the user name of this account.`,
			);
		}
		return account;
	};
	const byHand = async (): Promise<ByHand> => {
		const { classic } = await target();
		return { operator: operatorName(), removal: classic && removalBy(classic) };
	};
	const thenPublish = async <T>(work: Promise<T>): Promise<T> => {
		try {
			return await work;
		} finally {
			await events.publish({ type: "targetChanged" });
		}
	};

	return {
		list,
		details: async (targetId) => {
			const { classic, ...sumo } = await target();
			const [account, user, view] = await Promise.all([
				accountOf(targetId),
				sumo.target("interactive").get(targetId),
				classic?.get(targetId),
			]);
			if (user === undefined)
				throw new Error(`${account.userName} is no longer in the target. Refresh the list.`);
			const link = await store.linkByTarget(targetId);
			const sourceId = link?.sourceId ?? account.assignedAgain?.sourceId;
			const history =
				sourceId === undefined ? [] : await store.log({ sourceId, order: "descending", limit: 50 });
			return { account, scim: user, classic: view === undefined ? null : viewOf(view), history };
		},
		heirs: async (text) => {
			const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
			const found = (await heirs.get()).filter(({ displayName, userName }) => {
				const searched = `${displayName} ${userName}`.toLowerCase();
				return words.every((word) => searched.includes(word));
			});
			return found.slice(0, 100);
		},
		delete: async (targetId, confirmation, content) => {
			const shown = await confirmed(targetId, confirmation);
			return thenPublish((await engine()).deleteAccount(shown, handlingOf(content), await byHand()));
		},
		deleteAndProvision: async (targetId, confirmation, content) => {
			const shown = await confirmed(targetId, confirmation);
			return thenPublish((await engine()).deleteAndProvision(shown, handlingOf(content), await byHand()));
		},
		snapshots: () => store.snapshots(),
		recreate: async (snapshotId) => thenPublish((await engine()).recreate(snapshotId, await byHand())),
	};
}

/** All active users of Sumo, who can receive content; empty without the classic API. */
async function activeUsers({ classic }: SumoTarget) {
	if (classic === null) return [];
	const users: { readonly id: string; readonly userName: string; readonly displayName: string }[] = [];
	for await (const page of classic.list()) {
		for (const { id, email, firstName, lastName, isActive } of page) {
			if (!isActive) continue;
			users.push({
				id,
				userName: cleanText(email),
				displayName: cleanText(`${firstName} ${lastName}`.trim()),
			});
		}
	}
	return users;
}

function handlingOf(content: ContentChoice): ContentHandling {
	switch (content.type) {
		case "transfer":
			return { kind: "transfer", toUserId: content.toUserId };
		case "caller":
			return { kind: "to-caller" };
		case "destroy":
			return { kind: "destroy" };
	}
}

function removalBy(classic: ClassicUsers): ByHand["removal"] {
	return {
		view: async (id, signal) => {
			const user = await classic.get(id, signal);
			return user === undefined
				? null
				: { address: user.email, isActive: user.isActive, shown: viewOf(user) };
		},
		delete: (id, content, permit) => classic.delete(id, content, permit),
	};
}

function viewOf(user: ClassicUser): JsonObject {
	return { ...user };
}

/** Maximum of accounts read one by one; for more, the list takes fewer requests. */
const maxSingleReads = 20;

/** The last logins of these accounts, by id, in milliseconds since 1970. */
async function lastLogins(
	classic: ClassicUsers,
	accounts: readonly InactiveAccount[],
): Promise<ReadonlyMap<string, number>> {
	const logins = new Map<string, number>();
	const note = ({ id, lastLoginTimestamp }: ClassicUser) => {
		const time = lastLoginTimestamp === null ? Number.NaN : Date.parse(lastLoginTimestamp);
		if (!Number.isNaN(time)) logins.set(id, time);
	};
	if (accounts.length > maxSingleReads) {
		for await (const page of classic.list()) for (const user of page) note(user);
		return logins;
	}
	for (const user of await Promise.all(accounts.map(({ targetId }) => classic.get(targetId)))) {
		if (user !== undefined) note(user);
	}
	return logins;
}

/** Names are cleaned here: the shown user name must be typed to confirm. */
function shownAccount(
	account: InactiveAccount,
	lastLogin: number | null,
	isHosted: boolean,
): DeactivatedAccount {
	const { userName, displayName, roles, assignedAgain } = account;
	return {
		...account,
		userName: cleanText(userName),
		displayName: cleanText(displayName),
		roles: roles.map(cleanText),
		assignedAgain: assignedAgain && {
			...assignedAgain,
			displayName: cleanText(assignedAgain.displayName),
			isBlocked: isHosted || assignedAgain.isBlocked,
		},
		lastLogin,
	};
}
