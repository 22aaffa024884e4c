import { hash } from "node:crypto";
import type { ScimUser } from "../../../scim/resource.ts";
import type { Accounts } from "./match.ts";

/** 52 bits: a sum of two such numbers is exact. */
const hexDigits = 13;

/** One short text for all accounts that were listed or looked up: another one means that an account has changed. */
export class TargetVersion {
	/** The sum of the hashes of all answers: the same in any order. */
	#sum = 0;

	/** Adds an account of a list. If the target reports when the account last changed, that date represents its values. */
	add(account: ScimUser): void {
		const { id, meta } = account;
		const isDated = typeof meta === "object" && meta !== null && "lastModified" in meta;
		this.#count(isDated ? `${id} ${String(meta.lastModified)}` : JSON.stringify(account));
	}

	/** The accounts, counting each answer once. */
	watch(accounts: Accounts): Accounts {
		const asked = new Set<string>();
		const count = (question: string, answer: readonly ScimUser[]) => {
			if (asked.has(question)) return;
			asked.add(question);
			this.#count(JSON.stringify([question, answer]));
		};
		return {
			get: async (id) => {
				const account = await accounts.get(id);
				count(id, account === undefined ? [] : [account]);
				return account;
			},
			find: async (attribute, value) => {
				const found = await accounts.find(attribute, value);
				count(`${attribute} ${value}`, found);
				return found;
			},
			isServiceAccount: accounts.isServiceAccount,
		};
	}

	toString(): string {
		return this.#sum.toString(36);
	}

	#count(text: string): void {
		const digest = hash("sha1", text, "hex").slice(0, hexDigits);
		this.#sum = (this.#sum + Number.parseInt(digest, 16)) % 16 ** hexDigits;
	}
}
