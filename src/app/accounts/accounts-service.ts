import type { DiscoveredAccount, Owner, ScopeDecision } from "../../engine/accounts/account-discovery.ts";
import type { Engine } from "../../engine/engine.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { Person } from "../people/people.ts";
import { operatorName } from "../process/operator.ts";
import { keep, waitFor } from "../state/kept.ts";
import type { Accounts, PossibleOwner } from "./accounts.ts";

/** What the commands for accounts need of the workspace. */
export type AccountsSource = {
	readonly engine: () => Promise<Engine>;
	/** Everybody at the source. */
	readonly people: () => Promise<readonly Person[]>;
	/** Told after links or accounts may have changed. */
	readonly changed: () => Promise<void>;
};

/** So many source users at most are offered for an account. */
const mostOffered = 100;

/** Looks through the target's accounts, mends what drifted, and links by hand. The list is read once and kept. */
export function createAccountsService({ engine, people, changed }: AccountsSource): Accounts & {
	readonly forget: () => void;
} {
	const accounts = keep(async () => (await (await engine()).accounts()).map(shownAccount));
	const list: Accounts["list"] = ({ refresh = false, signal } = {}) => {
		if (refresh) accounts.drop();
		return waitFor(accounts.get(), signal);
	};
	const after = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
		try {
			return await work(await engine());
		} finally {
			accounts.drop();
			await changed();
		}
	};

	return {
		list,
		compare: async (comparison) => {
			const options = { ...comparison, initiatedBy: operatorName() };
			return comparison.repair ? after((to) => to.drift(options)) : (await engine()).drift(options);
		},
		owners: async (targetId, text) => {
			const [everybody, known] = await Promise.all([people(), list()]);
			const taken = new Set(known.flatMap(managedBy));
			const account = known.find((one) => one.targetId === targetId);
			const alike = new Set(account?.standing === "unmatched" ? account.alike.map(idOf) : []);
			const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
			const found = everybody.filter((person) => {
				const { id, type, displayName, userName, mail } = person;
				if (type !== "User" || taken.has(id)) return false;
				const searched = `${displayName} ${userName} ${mail}`.toLowerCase();
				return words.every((word) => searched.includes(word));
			});
			const likely = found.filter(({ id }) => alike.has(id));
			const others = found.filter(({ id }) => !alike.has(id));
			return [...likely, ...others].slice(0, mostOffered).map(possibleOwner);
		},
		link: (source, target) => after((by) => by.link(source, target, operatorName())),
		unlink: (target) => after((by) => by.unlink(target, operatorName())),
		forget: () => {
			accounts.drop();
		},
	};
}

const idOf = ({ sourceId }: Owner) => sourceId;

function managedBy(account: DiscoveredAccount): readonly string[] {
	return account.standing === "linked" && account.state === "managed" ? [account.owner.sourceId] : [];
}

function possibleOwner({ id, displayName, userName, enabled, assigned }: Person): PossibleOwner {
	return { id, displayName, userName, enabled, assigned: assigned.length > 0 };
}

function shownAccount(account: DiscoveredAccount): DiscoveredAccount {
	const { targetId, userName, displayName, roles, active } = account;
	return {
		...shownStanding(account),
		targetId,
		userName: cleanText(userName),
		displayName: cleanText(displayName),
		roles: roles.map(cleanText),
		active,
	};
}

function shownStanding(account: ScopeDecision): ScopeDecision {
	switch (account.standing) {
		case "linked": {
			const { standing, owner, state, since } = account;
			return { standing, owner: shownOwner(owner), state, since };
		}
		case "matched":
			return { standing: account.standing, owner: shownOwner(account.owner) };
		case "unmatched":
			return { standing: account.standing, alike: account.alike.map(shownOwner) };
	}
}

function shownOwner({ sourceId, displayName, userName }: Owner): Owner {
	return { sourceId, displayName: cleanText(displayName), userName: cleanText(userName) };
}
