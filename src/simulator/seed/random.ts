/** Pseudo-random numbers, reproducible from a seed (the sfc32 generator). Not for secrets. */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#counter = 1;

	constructor(seed: string) {
		this.#a = hash(seed, 0x9e3779b9);
		this.#b = hash(seed, 0x243f6a88);
		this.#c = hash(seed, 0xb7e15162);
		for (let round = 0; round < 12; round++) this.next();
	}

	/** An integer of 32 bits, 0 or more. */
	next(): number {
		const sum = (this.#a + this.#b + this.#counter++) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
		return sum >>> 0;
	}

	/** An integer from 0 up to, not including, `limit`. */
	below(limit: number): number {
		return this.next() % limit;
	}

	/** A GUID in lower case (version 4). */
	guid(): string {
		const digits = Buffer.allocUnsafe(36);
		let bits = 0;
		for (let place = 0; place < 36; place++) {
			if (place % 8 === 0) bits = this.next();
			if (place === 8 || place === 13 || place === 18 || place === 23) digits[place] = 0x2d;
			else if (place === 14) digits[place] = 0x34;
			else digits[place] = hexadecimal.charCodeAt(place === 19 ? 8 + (bits & 3) : bits & 15);
			bits >>>= 4;
		}
		// Converts bytes to text in one step: concatenated text would take several times the memory.
		return digits.toString("latin1");
	}

	/** Text of letters and digits. */
	text(length: number): string {
		const characters = Buffer.allocUnsafe(length);
		for (let place = 0; place < length; place++) {
			characters[place] = alphabet.charCodeAt(this.below(alphabet.length));
		}
		return characters.toString("latin1");
	}
}

const hexadecimal = "0123456789abcdef";

/** The letters and digits of ASCII. */
export const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function hash(text: string, start: number): number {
	let value = start;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
		value ^= value >>> 15;
	}
	return value | 0;
}
