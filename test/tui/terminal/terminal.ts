import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { vi } from "vitest";
import { holdUntilRead } from "../../hold-until-read.ts";

/** A program in a pseudo-terminal, and what a terminal emulator makes of its output. */
export type Terminal = {
	readonly pty: IPty;
	/** Sends the signal to the program. */
	readonly signal: (signal: NodeJS.Signals) => void;
	/** The visible lines, without the spaces at their end. */
	readonly screen: () => readonly string[];
	/** Everything that was sent, raw. */
	readonly sent: () => string;
	/** Forgets what was sent so far. */
	readonly forget: () => void;
	/** Whether the alternate screen is shown. */
	readonly alternate: () => boolean;
	readonly see: (text: string | RegExp) => Promise<void>;
	readonly until: (check: () => void) => Promise<void>;
	readonly resize: (columns: number, rows: number) => void;
	/** The exit code, once it ended. */
	readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
};

type Size = { readonly columns?: number; readonly rows?: number };

/** Ends with the exit code of the program it runs. A signal to the process group ends the program alone. */
const shell = ["trap : HUP TERM", '"$@"', "code=$?", holdUntilRead.script, "exit $code"].join("; ");

/** Runs a Node program in a pseudo-terminal of this size. */
export function runInTerminal(
	program: string,
	env: Readonly<Record<string, string>> = {},
	size: Size = {},
): Terminal {
	return emulate("/bin/sh", ["-c", shell, "sh", process.execPath, program], env, size);
}

/** The variables of this process without those that decide on colors: a machine that tests draws none. */
const inherited = Object.fromEntries(
	Object.entries(process.env).filter(
		([name]) => !/^(?:CI|NO_COLOR|FORCE_COLOR|COLORTERM|COLORFGBG)$/.test(name),
	),
);

/** Runs an interactive shell with job control in a pseudo-terminal of this size. */
export function runShell(env: Readonly<Record<string, string>> = {}, size: Size = {}): Terminal {
	return emulate("/bin/bash", ["--norc", "--noprofile", "--noediting", "-i"], env, size);
}

function emulate(
	file: string,
	args: string[],
	env: Readonly<Record<string, string>>,
	{ columns = 80, rows = 24 }: Size,
): Terminal {
	const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 });
	const pty = spawn(file, args, {
		cols: columns,
		rows,
		name: "xterm-256color",
		env: { ...inherited, ...env },
	});
	emulator.parser.registerOscHandler(holdUntilRead.mark, () => {
		pty.write(holdUntilRead.answer);
		return true;
	});
	let sent = "";
	pty.onData((data) => {
		sent += data;
		emulator.write(data);
	});
	const ended = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => {
		pty.onExit(({ exitCode, signal }) => resolve({ exitCode, signal }));
	});
	const screen = () => {
		const { active } = emulator.buffer;
		return Array.from(
			{ length: emulator.rows },
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
		);
	};
	const until = (check: () => void) => vi.waitFor(check, { timeout: 90_000, interval: 10 });
	return {
		pty,
		signal: (signal) => process.kill(-pty.pid, signal),
		screen,
		sent: () => sent,
		forget: () => {
			sent = "";
		},
		alternate: () => emulator.buffer.active.type === "alternate",
		until,
		see: (text) =>
			until(() => {
				const shown = screen().join("\n");
				const found = typeof text === "string" ? shown.includes(text) : text.test(shown);
				if (!found) throw new Error(`missing: ${text}\n${shown}`);
			}),
		resize(columns, rows) {
			emulator.resize(columns, rows);
			pty.resize(columns, rows);
		},
		ended,
	};
}
