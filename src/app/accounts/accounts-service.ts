import type { DiscoveredAccount, Owner, ScopeDecision } from "../../engine/accounts/account-discovery.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Link, LinkStore } from "../../ports/store/link.ts";
import { cleanText } from "../../text/clean-text.ts";
import { CachedValue } from "../cache/cached-value.ts";
import { waitFor } from "../cache/wait-for.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { Person } from "../people/people.ts";
import { operatorName } from "../process/operator.ts";
import type { Accounts, PossibleOwner } from "./accounts.ts";

export type AccountsParts = {
	readonly engine: () => Promise<Engine>;
	readonly store: Pick<LinkStore, "links">;
	/** All users and groups at the source. */
	readonly people: () => Promise<readonly Person[]>;
	readonly events: EventBus;
};

/** Maximum of source users that are offered for an account. */
const maxOffered = 100;

/** Lists the target's accounts, repairs drift, and links by hand. The list is read once, and again after a change. */
export function createAccountsService({ engine, store, people, events }: AccountsParts): Accounts {
	const accounts = new CachedValue(async () => (await (await engine()).accounts()).map(shownAccount));
	events.on(["cycleEnded", "connectionChanged", "targetChanged"], accounts.invalidate);
	const list: Accounts["list"] = ({ refresh = false, signal } = {}) => {
		if (refresh) accounts.invalidate();
		return waitFor(accounts.get(), signal);
	};
	const after = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
		try {
			return await work(await engine());
		} finally {
			await events.publish({ type: "targetChanged" });
		}
	};

	return {
		list,
		async links() {
			const links = new Map<string, Pick<Link, "targetId" | "userName" | "state" | "since">>();
			for await (const page of store.links())
				for (const { sourceId, targetId, userName, state, since } of page)
					links.set(sourceId, { targetId, userName: cleanText(userName), state, since });
			return links;
		},
		compare: async (comparison) => {
			const options = { ...comparison, initiatedBy: operatorName() };
			return comparison.repair ? after((to) => to.drift(options)) : (await engine()).drift(options);
		},
		owners: async (targetId, text) => {
			const [allPeople, known] = await Promise.all([people(), list()]);
			const taken = new Set(known.flatMap(managedBy));
			const account = known.find((one) => one.targetId === targetId);
			const alike = new Set(account?.standing === "unmatched" ? account.alike.map(idOf) : []);
			const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
			const found = allPeople.filter((person) => {
				const { id, type, displayName, userName, mail } = person;
				if (type !== "User" || taken.has(id)) return false;
				const searched = `${displayName} ${userName} ${mail}`.toLowerCase();
				return words.every((word) => searched.includes(word));
			});
			const likely = found.filter(({ id }) => alike.has(id));
			const others = found.filter(({ id }) => !alike.has(id));
			return [...likely, ...others].slice(0, maxOffered).map(possibleOwner);
		},
		link: (source, target) => after((by) => by.link(source, target, operatorName())),
		unlink: (target) => after((by) => by.unlink(target, operatorName())),
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
