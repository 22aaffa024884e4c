import type { CompiledMappings } from "../../../mapping/user/compile.ts";
import type { Target } from "../../../ports/target.ts";
import { parsePath, readAll, type TargetPath } from "../../../scim/path.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import { composed, folded } from "../../../text/folded.ts";
import type { Accounts } from "./match.ts";
import { PackedList } from "./packed-list.ts";
import { readAhead } from "./read-ahead.ts";
import { type IndexedValue, ValueIndex } from "./value-index.ts";

/** Maximum of accounts on a page of the target's list. */
export const pageSize = 1000;

/** The accounts, with one look-up per value of an attribute. For one plan: later plans must see changes. */
export function askedOnce(accounts: Accounts): Accounts {
	const asked: { attribute: string; value: string; answer: Promise<readonly ScimUser[]> }[] = [];
	return {
		get: (id) => accounts.get(id),
		find(attribute, value) {
			const before = asked.find((one) => one.attribute === attribute && one.value === value);
			if (before !== undefined) return before.answer;
			const answer = accounts.find(attribute, value);
			asked.push({ attribute, value, answer });
			return answer;
		},
		isServiceAccount: accounts.isServiceAccount,
	};
}

/** Whether reading all of `count` accounts takes fewer requests than `lookUps` look-ups. */
export function isListCheaper(count: number, lookUps: number): boolean {
	return Math.ceil(count / pageSize) < lookUps;
}

/** Requests each account from the target. */
export function askTarget(target: Target, signal?: AbortSignal): Accounts {
	return {
		get: (id) => target.get(id, signal),
		find: (attribute, value) => target.find(attribute, value, signal),
		isServiceAccount: serviceCheck(target, signal),
	};
}

function serviceCheck({ isServiceAccount }: Target, signal: AbortSignal | undefined) {
	return isServiceAccount && ((account: ScimUser) => isServiceAccount(account, signal));
}

/**
 * Reads all accounts once and answers from memory. Attributes that neither match nor are unique are asked of the target,
 * and so is an id that the list lacks: lists may lose accounts between two pages, and an account that seems deleted would stay active. If
 * fewer accounts came than the target has, a value that none of them has is asked of it too: a user must not be planned as new who is not.
 */
export async function readTarget(
	target: Target,
	mappings: CompiledMappings,
	options: {
		readonly signal?: AbortSignal;
		/** How many accounts there are, according to the target. Default: those that came. */
		readonly expected?: number;
		readonly onProgress?: (done: number) => void;
		readonly onAccount?: (account: ScimUser) => void;
	} = {},
): Promise<Accounts> {
	const { signal, expected = 0, onProgress, onAccount } = options;
	const index = new TargetIndex(mappings);
	for await (const page of readAhead(target.list(signal))) {
		for (const account of page) {
			index.add(account);
			onAccount?.(account);
		}
		onProgress?.(index.size);
	}
	return {
		get: async (id) => index.get(id) ?? target.get(id, signal),
		find: async (attribute, value) => {
			const found = index.find(attribute, value);
			const isCertain = found !== undefined && (found.length > 0 || index.size >= expected);
			return isCertain ? found : target.find(attribute, value, signal);
		},
		isServiceAccount: serviceCheck(target, signal),
		isListed: (id) => index.get(id) !== undefined,
	};
}

/** For a target that reports no accounts: no user is looked up, but linked accounts are still requested. */
export function emptyTarget(target: Target, signal?: AbortSignal): Accounts {
	return { get: (id) => target.get(id, signal), find: async () => [], isServiceAccount: undefined };
}

class TargetIndex {
	readonly #accounts = new PackedList<ScimUser>();
	readonly #byId = new Map<string, number>();
	readonly #attributes: readonly {
		readonly name: string;
		readonly path: TargetPath;
		readonly caseExact: boolean;
	}[];
	/** Positions of accounts by their values. */
	readonly #values = new ValueIndex<number>();

	constructor({ matching, set }: CompiledMappings) {
		const matched = matching.map(({ mapping, path, attribute }) => ({
			name: mapping.target,
			path,
			caseExact: attribute?.caseExact !== false,
		}));
		const unique = set.dialect.unique
			.filter(({ certain, heldAs }) => certain && !matched.some(({ name }) => name === heldAs))
			.map(({ value, heldAs }) => ({ name: heldAs, path: parsePath(value), caseExact: false }));
		this.#attributes = [...matched, ...unique];
	}

	get size(): number {
		return this.#accounts.length;
	}

	add(account: ScimUser): void {
		if (this.#byId.has(account.id)) return;
		const position = this.#accounts.add(withoutHistory(account));
		this.#byId.set(account.id, position);
		const values: IndexedValue[] = [];
		for (const { name, path, caseExact } of this.#attributes) {
			for (const value of readAll(account, path)) {
				if (typeof value !== "object")
					values.push({ attribute: name, value: keyOf(String(value), caseExact) });
			}
		}
		this.#values.add(position, values);
	}

	get(id: string): ScimUser | undefined {
		const position = this.#byId.get(id);
		return position === undefined ? undefined : this.#accounts.at(position);
	}

	/** Undefined when the attribute is not indexed. */
	find(name: string, value: string): readonly ScimUser[] | undefined {
		const attribute = this.#attributes.find((one) => one.name === name);
		if (attribute === undefined) return undefined;
		const positions = this.#values.find(name, keyOf(value, attribute.caseExact));
		return positions.map((position) => this.#accounts.at(position));
	}
}

function keyOf(value: string, caseExact: boolean): string {
	return caseExact ? composed(value) : folded(value);
}

/** Of the metadata only the version decides anything; the rest is a third of the text. */
function withoutHistory(account: ScimUser): ScimUser {
	const { meta, ...rest } = account;
	const isVersioned = typeof meta === "object" && meta !== null && "version" in meta;
	return isVersioned ? { ...rest, meta: { version: meta.version ?? null } } : rest;
}
