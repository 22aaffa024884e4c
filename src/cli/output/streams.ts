import { once } from "node:events";
import { exitCode } from "./exit-code.ts";

/** Where a command writes; passed in, so that tests can read it. Data goes to `out`, messages to `err`. */
export type Streams = {
	/** Writes a line. Returns a promise while the reader is slower than the writer: await it when writing many lines. */
	readonly out: (line: string) => void | Promise<void>;
	readonly err: (line: string) => void;
	/** True when input and output are a terminal that can draw (`TERM=dumb` cannot). */
	readonly interactive: boolean;
};

/**
 * The process's own streams, line by line. Lines of `out` from one turn of the event loop are written together, since each write is a
 * system call. A message on `err` and the end of the process write them first, so that no line is late or lost. When the reader closes
 * its end (`… | head`), the process ends.
 */
export function processStreams(): Streams {
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
		process.exit(exitCode.done);
	});
	let lagging: Promise<void> | undefined;
	const write = (bytes: Uint8Array) => {
		if (!process.stdout.write(bytes))
			lagging ??= once(process.stdout, "drain").then(() => {
				lagging = undefined;
			});
		return process.stdout.writableLength === 0;
	};
	const lines = gather(write, (flush) => void setImmediate(flush));
	process.on("exit", lines.flush);
	return {
		out: (line) => {
			lines.add(line);
			return lagging;
		},
		err: (line) => {
			lines.flush();
			process.stderr.write(`${line}\n`);
		},
		interactive: process.stdout.isTTY === true && process.stdin.isTTY === true && process.env.TERM !== "dumb",
	};
}

/** Bytes to write without waiting for the turn to end. */
const enough = 65_536;

/** UTF-8 takes at most three bytes for a unit of a JavaScript string. */
const maxUnitBytes = 3;

/**
 * Collects lines until `later` runs, or until there are many. Each line is encoded separately: to encode the text of many,
 * joined, takes more than ten times as long. `write` returns whether it has no more need of the bytes.
 */
export function gather(
	write: (bytes: Uint8Array) => boolean,
	later: (flush: () => void) => void,
): { readonly add: (line: string) => void; readonly flush: () => void } {
	let held: Buffer = Buffer.alloc(0);
	let end = 0;
	const flush = () => {
		if (end === 0) return;
		const bytes = held.subarray(0, end);
		end = 0;
		if (!write(bytes)) held = Buffer.alloc(0);
	};
	return {
		add(line) {
			if (end === 0) later(flush);
			const room = line.length * maxUnitBytes + 1;
			if (end + room > held.length) {
				flush();
				if (room > held.length) held = Buffer.allocUnsafe(Math.max(2 * enough, room));
			}
			end += held.write(line, end);
			end += held.write("\n", end);
			if (end >= enough) flush();
		},
		flush,
	};
}
