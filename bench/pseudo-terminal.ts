import { type IPty, spawn } from "@lydell/node-pty";

/** A Node program in a pseudo-terminal of 120×40, and what it has written so far. */
export class PseudoTerminal {
	readonly #started = performance.now();
	readonly #pty: IPty;
	readonly #args: readonly string[];
	#watcher: (() => void) | undefined;
	#ended = false;
	written = "";

	constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
		this.#args = args;
		this.#pty = spawn(process.execPath, [...args], {
			name: "xterm-256color",
			cols: 120,
			rows: 40,
			env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TERM: "xterm-256color", ...env },
		});
		this.#pty.onData((data) => {
			this.written += data;
			this.#watcher?.();
		});
		this.#pty.onExit(() => {
			this.#ended = true;
			this.#watcher?.();
		});
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	/** Milliseconds from the start of the program until it has written this. Only one wait at a time. */
	async until(text: string | RegExp): Promise<number> {
		const isWritten = () =>
			typeof text === "string" ? this.written.includes(text) : text.test(this.written);
		await this.#wait(isWritten, String(text));
		return performance.now() - this.#started;
	}

	/** Asks the program to end by these keys and waits for it: only a program that ends by itself writes Node's compile cache. */
	async leave(keys: string): Promise<void> {
		this.press(keys);
		if (!this.#ended) await new Promise<void>((resolve) => this.#pty.onExit(() => resolve()));
	}

	async kill(): Promise<void> {
		if (this.#ended) return;
		const ended = new Promise<void>((resolve) => this.#pty.onExit(() => resolve()));
		this.#pty.kill("SIGKILL");
		await ended;
	}

	async #wait(done: () => boolean, what: string): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const check = () => {
				if (done()) resolve();
				else if (this.#ended)
					reject(new Error(`${this.#args.join(" ")} ended without ${what}:\n${this.written}`));
				else return;
				this.#watcher = undefined;
			};
			this.#watcher = check;
			check();
		});
	}
}
