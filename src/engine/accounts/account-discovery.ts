import { writtenPath } from "../../attributes/target-schema.ts";
import { roleNames } from "../../mapping/definition/roles.ts";
import { evaluateMapping } from "../../mapping/user/map-user.ts";
import { accountName } from "../../ports/log-identity.ts";
import type { Link } from "../../ports/store/link.ts";
import { readAll, type TargetPath } from "../../scim/path.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { attributesOf, type Rules } from "../plan/rules.ts";

/** A source user who owns the account, or may own it. */
export type Owner = { readonly sourceId: string; readonly displayName: string; readonly userName: string };

/** The owner of an account, as far as the profile knows. */
export type ScopeDecision =
	/** A link points to it. `released`: it was deactivated when its user left the scope. `since` in milliseconds since 1970. */
	| {
			readonly standing: "linked";
			readonly owner: Owner;
			readonly state: Link["state"];
			readonly since: number;
	  }
	/** No link yet, but a source user matches it: a cycle that provisions this user links the account. */
	| { readonly standing: "matched"; readonly owner: Owner }
	/** No user matches it. The users in `alike` have no account and the same name or address: one may have owned it before a rename. */
	| { readonly standing: "unmatched"; readonly alike: readonly Owner[] };

/** An account in the target, and its owner. */
export type DiscoveredAccount = ScopeDecision & {
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	readonly active: boolean;
};

/**
 * All accounts in the target, sorted by user name. Source users match whether they are assigned or not. Reads the source and
 * lists the target's accounts; writes nothing. Throws `ScimError` and `DirectoryError`.
 */
export async function discoverAccounts(
	{ directory, store, target, rules }: EngineParts,
	signal?: AbortSignal,
): Promise<readonly DiscoveredAccount[]> {
	const present = rules();
	// First the accounts: a target that cannot be reached fails before a large source is read.
	const listed: ScimUser[] = [];
	for await (const page of target("interactive").list(signal)) listed.push(...page);
	const links = new Map<string, Link>();
	const linkedUsers = new Set<string>();
	for await (const page of store.links()) {
		for (const link of page) {
			linkedUsers.add(link.sourceId);
			// Another user may have the account of a released user: the managed user owns it.
			if (links.get(link.targetId)?.state !== "managed") links.set(link.targetId, link);
		}
	}
	const matching = new Map<string, Owner>();
	const alike = new Map<string, Owner[]>();
	const read = await directory.read(null, attributesOf(present), signal);
	for await (const page of read.users) {
		for (const user of page) {
			const owner = ownerOf(user);
			for (const key of matchingKeys(user, present)) matching.set(key, owner);
			if (linkedUsers.has(user.id)) continue;
			for (const key of likenesses(user)) {
				const others = alike.get(key);
				if (others) others.push(owner);
				else alike.set(key, [owner]);
			}
		}
	}
	const paths = present.mappings.matching.map(({ mapping }) => writtenPath(mapping.target));
	const scopeDecisionOf = (account: ScimUser): ScopeDecision => {
		const link = links.get(account.id);
		if (link) return linkedBy(link);
		const owner = matchedBy(account, paths, matching);
		if (owner) return { standing: "matched", owner };
		return { standing: "unmatched", alike: usersAlike(account, alike) };
	};
	const accounts = listed.map(
		(account): DiscoveredAccount => ({
			...scopeDecisionOf(account),
			targetId: account.id,
			userName: account.userName,
			displayName: accountName(account),
			roles: roleNames(account.roles),
			active: account.active,
		}),
	);
	return accounts.sort((left, right) => left.userName.localeCompare(right.userName));
}

function ownerOf(user: SourceUser): Owner {
	return { sourceId: user.id, displayName: nameOf(user), userName: principalNameOf(user) };
}

function linkedBy({ sourceId, displayName, userName, state, since }: Link): ScopeDecision {
	return { standing: "linked", owner: { sourceId, displayName, userName }, state, since };
}

/** The values that would match a user, each with the index of its mapping. */
function matchingKeys(user: SourceUser, { mappings }: Rules): readonly string[] {
	return mappings.matching.flatMap((mapping, index) => {
		const outcome = evaluateMapping(mappings, mapping, { user, entitlements: [], isSoftDeleted: false });
		if (outcome.type !== "values") return [];
		return outcome.values.flatMap(({ value }) =>
			typeof value === "string" && value !== "" ? [keyOf(index, value)] : [],
		);
	});
}

function matchedBy(
	account: ScimUser,
	paths: readonly TargetPath[],
	matching: ReadonlyMap<string, Owner>,
): Owner | undefined {
	for (const [index, path] of paths.entries()) {
		for (const value of readAll(account, path)) {
			const owner = typeof value === "string" ? matching.get(keyOf(index, value)) : undefined;
			if (owner) return owner;
		}
	}
	return undefined;
}

function keyOf(index: number, value: string): string {
	return `${index} ${value.toLowerCase()}`;
}

const emails = writtenPath("emails.value");

function likenesses(user: SourceUser): readonly string[] {
	const { mail } = user.attributes;
	const found = [nameOf(user), typeof mail === "string" ? mail : ""];
	return [...new Set(found.map((text) => text.toLowerCase()))].filter(Boolean);
}

function usersAlike(account: ScimUser, alike: ReadonlyMap<string, readonly Owner[]>): readonly Owner[] {
	const addresses = readAll(account, emails).filter((value) => typeof value === "string");
	const found = [accountName(account), ...addresses].flatMap((text) => alike.get(text.toLowerCase()) ?? []);
	return [...new Set(found)];
}
