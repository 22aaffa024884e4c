import type { CompiledMappings } from "../../../mapping/user/compile.ts";
import { parsePath, readAll } from "../../../scim/path.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import type { Accounts } from "../accounts/match.ts";
import { desiredState, type Write } from "../action/desired-state.ts";
import { identifyingAttributes } from "./claimed-values.ts";

/**
 * Accounts as they are after the writes of a cycle, planned or made: an account that gave up a value is no longer found by
 * it. Created accounts are not added: no other user has a claim to their values.
 */
export class WrittenAccounts implements Accounts {
	readonly #read: Accounts;
	readonly #attributes: readonly string[];
	/** Accounts that gave up a value, by id; null: deleted. */
	readonly #changed = new Map<string, ScimUser | null>();

	constructor(read: Accounts, mappings: CompiledMappings) {
		this.#read = read;
		this.#attributes = identifyingAttributes(mappings);
	}

	/** How many accounts gave up a value. */
	get freed(): number {
		return this.#changed.size;
	}

	get(id: string): Promise<ScimUser | undefined> {
		const changed = this.#changed.get(id);
		return changed === undefined ? this.#read.get(id) : Promise.resolve(changed ?? undefined);
	}

	/** An id that a deletion freed may be given again. */
	isListed(id: string): boolean {
		return this.#changed.get(id) !== null && this.#read.isListed?.(id) === true;
	}

	get isServiceAccount(): Accounts["isServiceAccount"] {
		return this.#read.isServiceAccount;
	}

	find(attribute: string, value: string): Promise<readonly ScimUser[]> {
		const found = this.#read.find(attribute, value);
		return this.#changed.size === 0
			? found
			: found.then((accounts) => this.#withChanges(accounts, attribute, value));
	}

	#withChanges(found: readonly ScimUser[], attribute: string, value: string): readonly ScimUser[] {
		return found.flatMap((account) => {
			const changed = this.#changed.get(account.id);
			if (changed === undefined) return account;
			return changed !== null && valuesOf(changed, attribute).includes(value.toLowerCase()) ? changed : [];
		});
	}

	/** Notes a write that succeeded, or that a plan takes for one that will. */
	note(write: Write): void {
		if (write.type === "create") return;
		const { id, userName, active } = write.present;
		if (write.type === "delete") {
			this.#changed.set(id, null);
			return;
		}
		const desired = { userName, active, ...desiredState(write), id };
		const isKept = (attribute: string) => {
			const after = valuesOf(desired, attribute);
			return valuesOf(write.present, attribute).every((value) => after.includes(value));
		};
		if (!this.#attributes.every(isKept)) this.#changed.set(id, desired);
	}
}

function valuesOf(account: ScimUser, attribute: string): readonly string[] {
	return readAll(account, parsePath(attribute)).flatMap((value) =>
		typeof value === "string" ? value.toLowerCase() : [],
	);
}
