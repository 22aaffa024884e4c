/** Numbers that look random and are the same for the same seed (the sfc32 generator). Not for secrets. */
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

	/** An integer from 0 up to but without `limit`. */
	below(limit: number): number {
		return this.next() % limit;
	}

	/** A GUID in lower case (version 4). */
	guid(): string {
		const [a, b, c, d] = [this.next(), this.next(), this.next(), this.next()].map((part) => hex(part));
		if (a === undefined || b === undefined || c === undefined || d === undefined)
			throw new RangeError("no parts");
		const variant = "89ab"[this.below(4)] ?? "8";
		return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
	}

	/** Text of letters and digits. */
	text(length: number): string {
		const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
		let text = "";
		while (text.length < length) text += letters[this.below(letters.length)] ?? "";
		return text;
	}
}

const hex = (part: number): string => part.toString(16).padStart(8, "0");

function hash(text: string, start: number): number {
	let value = start;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
		value ^= value >>> 15;
	}
	return value | 0;
}
