import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

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
	backspace: "\u007F",
	ctrlC: "\u0003",
	ctrlK: "\u000B",
} as const;

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
};

/**
 * A program in a pseudo-terminal, seen through a real terminal emulator: what `screen()` returns is what a person would read.
 * Nothing here sleeps: every wait ends with output, with the program's end, or with a failure that shows the screen.
 */
export class Terminal {
	readonly #pty: IPty;
	readonly #emulator: xterm.Terminal;
	readonly #watchers = new Set<() => void>();
	/** Everything the program wrote, escape sequences included. */
	raw = "";
	exited: { readonly code: number; readonly signal: number | undefined } | undefined;

	constructor(file: string, args: readonly string[], options: TerminalOptions = {}) {
		const { columns = 80, rows = 24, env = {}, cwd = process.cwd() } = options;
		this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
		this.#pty = spawn(file, [...args], {
			name: "xterm-256color",
			cols: columns,
			rows,
			cwd,
			env: { ...definedOf(process.env), ...env, TERM: "xterm-256color" },
		});
		this.#pty.onData((data) => {
			this.raw += data;
			this.#emulator.write(data, () => this.#notify());
		});
		this.#pty.onExit(({ exitCode, signal }) => {
			this.exited = { code: exitCode, signal };
			this.#emulator.write("", () => this.#notify());
		});
	}

	get pid(): number {
		return this.#pty.pid;
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

	/** True while the program draws on the alternate screen. */
	get onAlternateScreen(): boolean {
		return this.#emulator.buffer.active.type === "alternate";
	}

	/** The mode of the cursor as the program left it. */
	get cursorHidden(): boolean {
		return this.raw.lastIndexOf("\u001B[?25l") > this.raw.lastIndexOf("\u001B[?25h");
	}

	press(...keys: readonly string[]): void {
		for (const pressed of keys) this.#pty.write(pressed);
	}

	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	kill(signal: string): void {
		this.#pty.kill(signal);
	}

	/** Resolves when the screen matches; rejects with the screen when it does not within `ms`, or when the program ends. */
	async see(expected: string | RegExp, ms = 15_000): Promise<string> {
		const found = () =>
			typeof expected === "string" ? this.screen().includes(expected) : expected.test(this.screen());
		await this.#until(() => found() || this.exited !== undefined, ms, `waiting for ${String(expected)}`);
		if (!found()) throw new Error(`the program ended before ${String(expected)} was seen:\n${this.screen()}`);
		return this.screen();
	}

	/** Presses keys, then waits for what they bring. */
	async type(keys: string | readonly string[], expected: string | RegExp): Promise<string> {
		this.press(...(typeof keys === "string" ? [keys] : keys));
		return this.see(expected);
	}

	/** Resolves with the exit code once the program has ended. */
	async end(ms = 15_000): Promise<number> {
		await this.#until(() => this.exited !== undefined, ms, "waiting for the program to end");
		return this.exited?.code ?? -1;
	}

	async #until(done: () => boolean, ms: number, what: string): Promise<void> {
		if (done()) return;
		await new Promise<void>((resolve, reject) => {
			const check = () => {
				if (!done()) return;
				clearTimeout(timer);
				this.#watchers.delete(check);
				resolve();
			};
			const timer = setTimeout(() => {
				this.#watchers.delete(check);
				reject(new Error(`timed out ${what}; the screen:\n${this.screen()}`));
			}, ms);
			this.#watchers.add(check);
		});
	}

	#notify(): void {
		for (const watcher of [...this.#watchers]) watcher();
	}

	/** Ends the program, whatever it does. */
	close(): void {
		if (this.exited === undefined) this.#pty.kill("SIGKILL");
		this.#emulator.dispose();
	}
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
	return Object.fromEntries(
		Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
	);
}
