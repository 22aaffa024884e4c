import { nameOf, type SourceUser } from "../identity/source-user.ts";
import { evaluateMapping } from "../mapping/map-user.ts";
import { roleNames } from "../mapping/roles.ts";
import { writtenPath } from "../mapping/target-schema.ts";
import { readAll, type TargetPath } from "../scim/path.ts";
import type { ScimUser } from "../scim/resource.ts";
import { accountName } from "./log-identity.ts";
import type { EngineParts } from "./parts.ts";
import { attributesOf, type Rules } from "./rules.ts";

/** An account in the target that nobody at the source accounts for. */
export type UnmatchedAccount = {
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	readonly active: boolean;
	/** Source users without an account who have the same name or address: this may be theirs, from before a rename. */
	readonly alike: readonly { readonly sourceId: string; readonly displayName: string }[];
};

/**
 * Accounts that no link leads to and that no source user matches, assigned or not, by user name. Reads the source and the
 * target's list; writes nothing. Throws `ScimError` and `DirectoryError`.
 */
export async function listUnmatched(
	{ directory, store, target, rules }: EngineParts,
	signal?: AbortSignal,
): Promise<readonly UnmatchedAccount[]> {
	const present = rules();
	const linkedAccounts = new Set<string>();
	const linkedUsers = new Set<string>();
	for await (const page of store.links()) {
		for (const { sourceId, targetId } of page) {
			linkedAccounts.add(targetId);
			linkedUsers.add(sourceId);
		}
	}
	const matched = new Set<string>();
	const alike = new Map<string, SourceUser[]>();
	const read = await directory.read(null, attributesOf(present), signal);
	for await (const page of read.users) {
		for (const user of page) {
			for (const key of matchingKeys(user, present)) matched.add(key);
			if (linkedUsers.has(user.id)) continue;
			for (const key of likenesses(user)) {
				const others = alike.get(key);
				if (others) others.push(user);
				else alike.set(key, [user]);
			}
		}
	}
	const paths = present.mappings.matching.map(({ mapping }) => writtenPath(mapping.target));
	const unmatched: UnmatchedAccount[] = [];
	for await (const page of target("interactive").list(signal)) {
		for (const account of page) {
			if (linkedAccounts.has(account.id)) continue;
			if (paths.some((path, index) => isMatched(account, path, index, matched))) continue;
			unmatched.push(described(account, alike));
		}
	}
	return unmatched.sort((left, right) => left.userName.localeCompare(right.userName));
}

/** The values by which a user would be matched, each with the place of its mapping. */
function matchingKeys(user: SourceUser, { mappings }: Rules): readonly string[] {
	return mappings.matching.flatMap((mapping, index) => {
		const outcome = evaluateMapping(mappings, mapping, { user, entitlements: [], isSoftDeleted: false });
		if (outcome.type !== "values") return [];
		return outcome.values.flatMap(({ value }) =>
			typeof value === "string" && value !== "" ? [keyOf(index, value)] : [],
		);
	});
}

function isMatched(
	account: ScimUser,
	path: TargetPath,
	index: number,
	matched: ReadonlySet<string>,
): boolean {
	return readAll(account, path).some(
		(value) => typeof value === "string" && matched.has(keyOf(index, value)),
	);
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

function described(account: ScimUser, alike: ReadonlyMap<string, readonly SourceUser[]>): UnmatchedAccount {
	const displayName = accountName(account);
	const addresses = readAll(account, emails).filter((value) => typeof value === "string");
	const users = [displayName, ...addresses].flatMap((text) => alike.get(text.toLowerCase()) ?? []);
	return {
		targetId: account.id,
		userName: account.userName,
		displayName,
		roles: roleNames(account.roles),
		active: account.active,
		alike: [...new Set(users)].map((user) => ({ sourceId: user.id, displayName: nameOf(user) })),
	};
}
