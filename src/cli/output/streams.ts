import { cleanLines, cleanText } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import { exitCode } from "./exit-code.ts";

/** Where a command writes; passed in, so that tests can read it. Data goes to `out`, messages to `err`. */
export type Streams = {
	/** Writes a line. Returns a promise while the reader is slower than the writer: await it when writing many lines. */
	readonly out: (line: string) => void | Promise<void>;
	/** Writes one or more lines. They may quote a server or a file: the process's stream removes what would control the terminal. */
	readonly err: (line: string) => void;
	/**
	 * Aborted once nothing takes what `out` writes: the reader has gone (`… | head`), or the disk is full. From then on lines are dropped.
	 * What only prints may end; what changes something continues to its own end.
	 */
	readonly unread: AbortSignal;
	/** True when input and output are a terminal that can draw (`TERM=dumb` cannot). */
	readonly interactive: boolean;
};

/**
 * The process's own streams, line by line. Lines of `out` from one turn of the event loop are written together, since each write is a
 * system call. A message on `err` and the end of the process write them first, so that no line is late or lost. A stream that takes
 * nothing anymore does not end the process: a cycle would be cut off between a request and its record.
 */
export function processStreams(): Streams & { readonly end: (code: number) => Promise<number> } {
	const unread = new AbortController();
	let lagging: PromiseWithResolvers<void> | undefined;
	const caughtUp = () => {
		lagging?.resolve();
		lagging = undefined;
	};
	process.stdout.on("drain", caughtUp).on("error", (error) => {
		unread.abort(error);
		caughtUp();
	});
	// Where messages go nowhere, nothing can say so.
	process.stderr.on("error", () => undefined);
	const write = (bytes: Uint8Array) => {
		if (unread.signal.aborted) return true;
		if (!process.stdout.write(bytes)) lagging ??= Promise.withResolvers();
		return process.stdout.writableLength === 0;
	};
	const lines = gather(write, (flush) => void setImmediate(flush));
	process.on("exit", lines.flush);
	return {
		unread: unread.signal,
		/** Writes what is left, and returns the exit code: that of the command, or an error where its output is not complete, unless its reader left. */
		async end(code) {
			lines.flush();
			const { aborted, reason } = unread.signal;
			const failure = aborted ? reason : await new Promise((written) => process.stdout.write("", written));
			if (!(failure instanceof Error) || codeOf(failure) === "EPIPE") return code;
			process.stderr.write(
				`sumo-provision: The output is not complete: ${cleanText(errorMessage(failure))}.\n`,
			);
			return code === exitCode.done ? exitCode.error : code;
		},
		out: (line) => {
			lines.add(line);
			return lagging?.promise;
		},
		err: (line) => {
			lines.flush();
			process.stderr.write(`${cleanLines(line).join("\n")}\n`);
		},
		interactive: process.stdout.isTTY === true && process.stdin.isTTY === true && process.env.TERM !== "dumb",
	};
}

function codeOf(error: Error): string | undefined {
	return "code" in error ? String(error.code) : undefined;
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
