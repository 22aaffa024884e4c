import { once } from "node:events";
import { exitCode } from "./exit-code.ts";

/** Where a command reads and writes; handed over so that tests can look. Data goes to `out`, messages to `err`. */
export type Streams = {
	/** Writes a line. Who writes very many waits for the promise that comes when the reader is slower. */
	readonly out: (line: string) => void | Promise<void>;
	readonly err: (line: string) => void;
	/** True when a person sits at a terminal on both ends that can draw (`TERM=dumb` cannot). */
	readonly interactive: boolean;
};

/**
 * The process's own streams, a line at a time. Lines of `out` that come in one turn of the event loop are written as one piece, since
 * each piece is a system call; a message on `err` and the end of the process write what is there first, so that no line comes late or
 * is lost. A reader that goes away (`… | head`) ends the process, as it ends others.
 */
export function processStreams(): Streams {
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
		process.exit(exitCode.done);
	});
	let lagging: Promise<void> | undefined;
	const write = (text: string) => {
		if (process.stdout.write(text)) return;
		lagging ??= once(process.stdout, "drain").then(() => {
			lagging = undefined;
		});
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

/** Characters that are written without waiting for the turn to end. */
const enough = 65_536;

/** Gathers lines until `later` comes, or until there are many. */
export function gather(
	write: (text: string) => void,
	later: (flush: () => void) => void,
): { readonly add: (line: string) => void; readonly flush: () => void } {
	let held = "";
	const flush = () => {
		if (held === "") return;
		const text = held;
		held = "";
		write(text);
	};
	return {
		add(line) {
			if (held === "") later(flush);
			held += `${line}\n`;
			if (held.length >= enough) flush();
		},
		flush,
	};
}
