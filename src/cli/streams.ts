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

/** The process's own streams, a line at a time. A reader that goes away (`… | head`) ends the process, as it ends others. */
export function processStreams(): Streams {
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
		process.exit(exitCode.done);
	});
	let lagging: Promise<void> | undefined;
	return {
		out: (line) => {
			if (process.stdout.write(`${line}\n`)) return;
			lagging ??= once(process.stdout, "drain").then(() => {
				lagging = undefined;
			});
			return lagging;
		},
		err: (line) => void process.stderr.write(`${line}\n`),
		interactive: process.stdout.isTTY === true && process.stdin.isTTY === true && process.env.TERM !== "dumb",
	};
}
