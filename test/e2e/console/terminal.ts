import { constants } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { holdUntilRead } from "../../hold-until-read.ts";
import { brokenBorders } from "./borders.ts";
import { cellsOfTerminal } from "./terminal-width.ts";

/** Keys as a terminal sends them. */
export const key = {
	enter: "\r",
	escape: "\u001B",
	tab: "\t",
	space: " ",
	up: "\u001B[A",
	down: "\u001B[B",
	right: "\u001B[C",
	left: "\u001B[D",
	pageDown: "\u001B[6~",
	backspace: "\u007F",
	ctrlC: "\u0003",
	ctrlK: "\u000B",
	ctrlS: "\u0013",
	ctrlU: "\u0015",
} as const;

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	/** All that the program gets: nothing of this machine's own settings reaches it. */
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Milliseconds that keys and output each take, as over a long SSH connection. */
	readonly latency?: number;
};

/** Cells to the right of the screen and below it in which nothing may ever be drawn. */
const margin = { columns: 60, rows: 20 } as const;

/** Characters of output that a failure shows of a program that ended too early. */
const lastOutput = 2000;

/** Milliseconds that a wait may take before it fails; the machine may be busy. */
const patience = 90_000;

/**
 * A program in a pseudo-terminal, seen through a real terminal emulator: what `screen()` returns is what a person would read.
 * Nothing here sleeps: every wait ends with output, with the program's end, or with a failure that shows the screen.
 */
export class Terminal {
	readonly #pty: IPty;
	readonly #emulator: xterm.Terminal;
	/** Gets the same output on a larger screen: there a line that is too long does not wrap, and a line too many does not scroll. */
	readonly #larger: xterm.Terminal;
	readonly #watchers = new Set<() => void>();
	readonly #latency: number;
	/** Everything the program wrote, escape sequences included. */
	raw = "";
	/** What was made the title of the window. */
	readonly titles: string[] = [];
	exited: { readonly code: number; readonly signal: number | undefined } | undefined;

	constructor(file: string, args: readonly string[], options: TerminalOptions = {}) {
		const { columns = 80, rows = 24, env = {}, cwd = process.cwd(), latency = 0 } = options;
		this.#latency = latency;
		this.#emulator = emulatorOf(columns, rows);
		this.#larger = emulatorOf(columns + margin.columns, rows + margin.rows);
		this.#emulator.onTitleChange((title) => this.titles.push(title));
		this.#emulator.parser.registerOscHandler(holdUntilRead.mark, () => {
			this.#pty.write(holdUntilRead.answer);
			return true;
		});
		this.#pty = spawn(file, [...args], {
			name: env.TERM ?? "xterm-256color",
			cols: columns,
			rows,
			cwd,
			env: { ...env },
		});
		this.#pty.onData((data) =>
			this.#later(() => {
				this.raw += data;
				this.#larger.write(data, () => this.#notify());
				this.#emulator.write(data, () => this.#notify());
			}),
		);
		this.#pty.onExit(({ exitCode, signal }) =>
			this.#later(() => {
				// What came before is drawn first.
				this.#emulator.write("", () => {
					this.exited = { code: exitCode, signal };
					this.#notify();
				});
			}),
		);
	}

	/** The visible screen, a line each, without trailing blanks. */
	lines(): readonly string[] {
		const buffer = this.#emulator.buffer.active;
		return Array.from({ length: this.#emulator.rows }, (_, row) =>
			(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "").trimEnd(),
		);
	}

	screen(): string {
		return this.lines().join("\n");
	}

	/** The visible screen with its history, such as what a shell and a program before it left. */
	everything(): string {
		const buffer = this.#emulator.buffer.active;
		return Array.from(
			{ length: buffer.length },
			(_, row) => buffer.getLine(row)?.translateToString(true) ?? "",
		).join("\n");
	}

	/** True while the program draws on the alternate screen. */
	get onAlternateScreen(): boolean {
		return this.#emulator.buffer.active.type === "alternate";
	}

	/** The modes of the terminal that differ from those in which a shell expects it. */
	changedModes(): readonly string[] {
		const { modes } = this.#emulator;
		const kitty =
			(this.raw.match(/\u001B\[>\d+u/g) ?? []).length - (this.raw.match(/\u001B\[<\d*u/g) ?? []).length;
		const changed = {
			"alternate screen": this.onAlternateScreen,
			"hidden cursor": this.raw.lastIndexOf("\u001B[?25l") > this.raw.lastIndexOf("\u001B[?25h"),
			"bracketed paste": modes.bracketedPasteMode,
			mouse: modes.mouseTrackingMode !== "none",
			"focus reports": modes.sendFocusMode,
			"application cursor keys": modes.applicationCursorKeysMode,
			"application keypad": modes.applicationKeypadMode,
			"insert mode": modes.insertMode,
			"no line wrap": !modes.wraparoundMode,
			"synchronized output": modes.synchronizedOutputMode,
			"kitty keyboard": kitty !== 0,
		};
		return Object.entries(changed).flatMap(([name, isChanged]) => (isChanged ? [name] : []));
	}

	/** What is wrong with the picture at this moment: borders that do not meet, and what is drawn outside of the screen. */
	frameProblems(): readonly string[] {
		const { cols, rows } = this.#emulator;
		const cells = cellsOf(this.#emulator);
		const outside = cellsOf(this.#larger).flatMap((line, row) =>
			(row < rows ? line.slice(cols) : line).join("").trim() === ""
				? []
				: [`line ${row + 1} leaves the screen: ${line.join("")}`],
		);
		const scrolled = this.#emulator.buffer.active.baseY > 0 ? ["the screen scrolled"] : [];
		return [...brokenBorders(cells), ...outside, ...scrolled];
	}

	press(...keys: readonly string[]): void {
		for (const pressed of keys) this.#later(() => this.#pty.write(pressed));
	}

	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
		this.#larger.resize(columns + margin.columns, rows + margin.rows);
		this.#pty.resize(columns, rows);
	}

	/** Resolves with the first screen that matches; rejects when none does within `ms`, or when the program ends. */
	async see(expected: string | RegExp, ms = patience): Promise<string> {
		let seen = "";
		const isSeen = () => {
			seen = this.screen();
			return matches(seen, expected);
		};
		await this.until(isSeen, `seeing ${String(expected)}`, ms);
		return seen;
	}

	/** Resolves when that is nowhere on the screen any more. */
	async seeNo(unwanted: string | RegExp, ms = patience): Promise<string> {
		await this.until(() => !matches(this.screen(), unwanted), `not seeing ${String(unwanted)}`, ms);
		return this.screen();
	}

	/** Presses keys, then waits for what they bring. */
	async type(keys: string | readonly string[], expected: string | RegExp): Promise<string> {
		this.press(...(typeof keys === "string" ? [keys] : keys));
		return this.see(expected);
	}

	/** Resolves with the exit code once the program has ended. */
	async end(ms = patience): Promise<number> {
		await this.#wait(() => this.exited !== undefined, "the program to end", ms);
		return this.exited?.code ?? -1;
	}

	/** Resolves once it was so, looking after each output; rejects when the program ends before. */
	async until(isSo: () => boolean, what: string, ms = patience): Promise<void> {
		// Not looked at again afterwards: the next output may have come in the meantime.
		let wasSo = false;
		const done = () => {
			wasSo ||= isSo();
			return wasSo || this.exited !== undefined;
		};
		await this.#wait(done, what, ms);
		if (wasSo) return;
		const text = stripVTControlCharacters(this.raw.slice(-lastOutput));
		throw new Error(
			`the program ended (${endOf(this.exited)}) before ${what}; the screen:\n${this.screen()}\nthe last output:\n${text}`,
		);
	}

	async #wait(done: () => boolean, what: string, ms: number): Promise<void> {
		if (!this.#isHalfDrawn && done()) return;
		await new Promise<void>((resolve, reject) => {
			const check = () => {
				if (!done()) return;
				clearTimeout(timer);
				this.#watchers.delete(check);
				resolve();
			};
			const timer = setTimeout(() => {
				this.#watchers.delete(check);
				reject(new Error(`timed out waiting for ${what}; the screen:\n${this.screen()}`));
			}, ms);
			this.#watchers.add(check);
		});
	}

	/** Does this when it would arrive. Timers of one length end in the order of their start. */
	#later(arrive: () => void): void {
		if (this.#latency === 0) arrive();
		else setTimeout(arrive, this.#latency);
	}

	/** True within a synchronized update (DECSET 2026): what stands there now, no person would see. */
	get #isHalfDrawn(): boolean {
		return this.#emulator.modes.synchronizedOutputMode && this.exited === undefined;
	}

	#notify(): void {
		if (this.#isHalfDrawn) return;
		for (const watcher of [...this.#watchers]) watcher();
	}

	/** Closes the window: whatever runs in it is hung up. */
	close(): void {
		if (this.exited === undefined) this.#pty.kill("SIGHUP");
		this.#emulator.dispose();
		this.#larger.dispose();
	}
}

/** How a program ended: `exit code 13`, or `SIGKILL`. */
function endOf(exited: Terminal["exited"]): string {
	if (exited === undefined) return "still running";
	const { code, signal } = exited;
	const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
	return name ?? `exit code ${code}`;
}

function matches(screen: string, expected: string | RegExp): boolean {
	return typeof expected === "string" ? screen.includes(expected) : expected.test(screen);
}

function emulatorOf(cols: number, rows: number): xterm.Terminal {
	const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
	emulator.unicode.register(cellsOfTerminal);
	emulator.unicode.activeVersion = cellsOfTerminal.version;
	return emulator;
}

/** The visible cells: what stands in each; the second half of a wide character is empty. */
function cellsOf(emulator: xterm.Terminal): readonly (readonly string[])[] {
	const buffer = emulator.buffer.active;
	return Array.from({ length: emulator.rows }, (_, row) => {
		const line = buffer.getLine(buffer.viewportY + row);
		return Array.from({ length: emulator.cols }, (__, column) => {
			const cell = line?.getCell(column);
			return cell?.getWidth() === 0 ? "" : cell?.getChars() || " ";
		});
	});
}
