import type { ScimUser } from "../../../scim/resource.ts";
import type { Accounts } from "./match.ts";

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
		};
	}

	toString(): string {
		return this.#sum.toString(36);
	}

	#count(text: string): void {
		this.#sum = (this.#sum + hash52(text)) % 2 ** 52;
	}
}

/**
 * 52 bits, so that the sum of two such numbers is exact. For comparing only, and a quarter of the time of SHA-1 for so short a text.
 *
 * @see https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js (public domain)
 */
function hash52(text: string): number {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let at = 0; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		high = Math.imul(high ^ unit, 2_654_435_761);
		low = Math.imul(low ^ unit, 1_597_334_677);
	}
	const mixedHigh =
		Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
	const mixedLow =
		Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3_266_489_909);
	return (mixedHigh & 0xfffff) * 2 ** 32 + (mixedLow >>> 0);
}
