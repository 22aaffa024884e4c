import type { Json } from "../../../scim/resource.ts";

/** Bytes taken from the system at a time. */
const blockSize = 1 << 20;

/**
 * Many values of JSON, kept as bytes outside the heap of JavaScript and read each time they are needed.
 *
 * 100,000 users as objects are a million things for the garbage collector to look at again and again, and it keeps as
 * much room free as they take. As bytes they take a third, and nothing is looked at.
 */
export class PackedList<Value extends Json> implements Iterable<Value> {
	readonly #blocks: Buffer[] = [];
	/** Where each value begins, counted over all blocks, and how long it is. */
	readonly #starts: number[] = [];
	readonly #lengths: number[] = [];
	/** Free bytes begin here in the last block. */
	#end = blockSize;

	get length(): number {
		return this.#starts.length;
	}

	/** Adds a value at the end; returns its position. */
	add(value: Value): number {
		const text = JSON.stringify(value);
		// A code unit of UTF-16 takes at most three bytes: where that much is free, the bytes need not be counted first.
		const room = text.length * 3 <= blockSize - this.#end ? 0 : Buffer.byteLength(text);
		const block = this.#blockFor(room);
		const length = block.write(text, this.#end);
		this.#lengths.push(length);
		const position = this.#starts.push((this.#blocks.length - 1) * blockSize + this.#end) - 1;
		this.#end += length;
		return position;
	}

	/** The value at a position that `add` returned, a new object each time. Throws `RangeError` for another position. */
	at(position: number): Value {
		const start = this.#starts[position];
		const block = start === undefined ? undefined : this.#blocks[Math.floor(start / blockSize)];
		if (start === undefined || block === undefined) throw new RangeError(`there is no value ${position}`);
		const begin = start % blockSize;
		const value: Value = JSON.parse(block.toString("utf8", begin, begin + (this.#lengths[position] ?? 0)));
		return value;
	}

	*[Symbol.iterator](): Generator<Value> {
		for (let position = 0; position < this.length; position += 1) yield this.at(position);
	}

	/** A block with at least `length` free bytes. A value longer than a block gets its own block. */
	#blockFor(length: number): Buffer {
		const last = this.#blocks.at(-1);
		if (last !== undefined && this.#end + length <= blockSize) return last;
		const block = Buffer.allocUnsafeSlow(Math.max(blockSize, length));
		this.#blocks.push(block);
		this.#end = 0;
		return block;
	}
}
