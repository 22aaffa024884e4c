import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

/** A cell of a terminal as it is drawn. Colors: a number from 0 to 255, or null for the terminal's own. */
export type Cell = {
	/** Empty for the second half of a wide character. */
	readonly text: string;
	readonly wide: boolean;
	readonly color: number | null;
	readonly background: number | null;
	readonly bold: boolean;
	readonly faint: boolean;
	readonly inverse: boolean;
	readonly underline: boolean;
};

export type Picture = readonly (readonly Cell[])[];

export type ScreenOptions = {
	readonly columns: number;
	readonly rows: number;
	readonly env: Readonly<Record<string, string>>;
};

/** Milliseconds without output after which a screen is complete. */
const quietMs = 400;

/** Milliseconds that a screen may take. */
const patience = 60_000;

/** A program in a pseudo-terminal, and what a terminal shows of it. */
export class Screen {
	readonly #pty: IPty;
	readonly #emulator: xterm.Terminal;
	readonly #watchers = new Set<() => void>();

	constructor(args: readonly string[], { columns, rows, env }: ScreenOptions) {
		this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
		this.#pty = spawn(process.execPath, [...args], {
			name: "xterm-256color",
			cols: columns,
			rows,
			env: { ...env },
		});
		this.#pty.onData((data) => {
			this.#emulator.write(data, () => {
				for (const check of this.#watchers) check();
			});
		});
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	/** Resolves once this is shown and nothing changes any more. */
	async see(expected: RegExp): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			let quiet: NodeJS.Timeout | undefined;
			const finish = (end: () => void) => {
				clearTimeout(limit);
				clearTimeout(quiet);
				this.#watchers.delete(check);
				end();
			};
			const check = () => {
				clearTimeout(quiet);
				if (expected.test(this.text())) quiet = setTimeout(() => finish(resolve), quietMs);
			};
			const limit = setTimeout(
				() => finish(() => reject(new Error(`${expected} did not appear:\n${this.text()}`))),
				patience,
			);
			this.#watchers.add(check);
			check();
		});
	}

	text(): string {
		return this.picture()
			.map((line) => line.map(({ text }) => text).join(""))
			.join("\n");
	}

	picture(): Picture {
		const buffer = this.#emulator.buffer.active;
		return Array.from({ length: this.#emulator.rows }, (_, row) => {
			const line = buffer.getLine(buffer.viewportY + row);
			return Array.from({ length: this.#emulator.cols }, (__, column): Cell => {
				const cell = line?.getCell(column);
				return {
					text: cell?.getWidth() === 0 ? "" : cell?.getChars() || " ",
					wide: cell?.getWidth() === 2,
					color: cell === undefined || cell.isFgDefault() ? null : cell.getFgColor(),
					background: cell === undefined || cell.isBgDefault() ? null : cell.getBgColor(),
					bold: cell?.isBold() !== 0,
					faint: cell?.isDim() !== 0,
					inverse: cell?.isInverse() !== 0,
					underline: cell?.isUnderline() !== 0,
				};
			});
		});
	}

	async close(): Promise<void> {
		const ended = new Promise<void>((resolve) => this.#pty.onExit(() => resolve()));
		this.press("\u0003");
		await ended;
		this.#emulator.dispose();
	}
}
