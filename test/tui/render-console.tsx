import { Text, useInput } from "ink";
import { render } from "ink-testing-library";
import { type ReactElement, useEffect } from "react";
import { onTestFinished, vi } from "vitest";
import { ConsoleApp } from "../../src/tui/console-app.tsx";
import type { ScreenId } from "../../src/tui/context/shell-context.ts";
import { screens } from "../../src/tui/screens/index.ts";
import type { ScreenDescriptor } from "../../src/tui/shell/screen.ts";
import { at } from "./fake-data.ts";
import type { FakeSession } from "./fake-session.ts";

/** Keys by name, as a terminal sends them. */
const codes: Readonly<Record<string, string>> = {
	enter: "\r",
	escape: "\u001B",
	space: " ",
	tab: "\t",
	"shift+tab": "\u001B[Z",
	backspace: "\u007F",
	up: "\u001B[A",
	down: "\u001B[B",
	right: "\u001B[C",
	left: "\u001B[D",
	pageup: "\u001B[5~",
	pagedown: "\u001B[6~",
	home: "\u001B[H",
	end: "\u001B[F",
	"ctrl+a": "\u0001",
	"ctrl+k": "\u000B",
	"ctrl+u": "\u0015",
	"ctrl+w": "\u0017",
};

/** A console under test. Waiting means: until it is so, whatever the speed of the machine. */
export type Drawn = {
	readonly frame: () => string;
	readonly lines: () => readonly string[];
	/** Presses keys by name, each once what the one before it did is drawn. */
	readonly press: (...keys: readonly string[]) => Promise<void>;
	/** Types text as one chunk, as a quick typist over a slow line. */
	readonly type: (text: string) => Promise<void>;
	readonly paste: (text: string) => Promise<void>;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly see: (text: string | RegExp) => Promise<void>;
	readonly seeNot: (text: string | RegExp) => Promise<void>;
	readonly until: (check: () => void) => Promise<void>;
	readonly written: () => readonly string[];
	readonly unmount: () => void;
};

export type Size = { readonly columns: number; readonly rows: number };

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

type WatchedProps = {
	readonly children: ReactElement;
	/** The effects of everything in it have run: before that, keys would reach no listener. */
	readonly onMounted: () => void;
	/** A lone Esc has reached the listeners: it may begin a sequence, for whose rest Ink waits a while. */
	readonly onEscape: () => void;
};

function Watched({ children, onMounted, onEscape }: WatchedProps): ReactElement {
	useEffect(onMounted, [onMounted]);
	useInput((_, key) => {
		if (key.escape) onEscape();
	});
	return children;
}

/** Draws any component as in a terminal of this size. */
export async function draw(node: ReactElement, size: Size = { columns: 80, rows: 24 }): Promise<Drawn> {
	const app = render(<Text> </Text>);
	const setSize = ({ columns, rows }: Size) =>
		Object.defineProperties(app.stdout, {
			columns: { configurable: true, value: columns },
			rows: { configurable: true, value: rows },
		});
	setSize(size);
	onTestFinished(() => app.unmount());
	let escaped: () => void = settle;
	await new Promise<void>((resolve) =>
		app.rerender(
			<Watched onMounted={resolve} onEscape={() => escaped()}>
				{node}
			</Watched>,
		),
	);
	await settle();

	const frame = () => app.lastFrame() ?? "";
	/** Most of what is waited for follows without time passing, and sooner than a timer rings. */
	const until = async (check: () => void) => {
		for (let turn = 0; turn < 20; turn += 1) {
			try {
				return check();
			} catch {
				await settle();
			}
		}
		await vi.waitFor(check, { timeout: 60_000, interval: 5 });
	};
	const has = (text: string | RegExp) =>
		typeof text === "string" ? frame().includes(text) : text.test(frame());
	const expectIt = (text: string | RegExp, wanted: boolean) =>
		until(() => {
			if (has(text) !== wanted) throw new Error(`${wanted ? "missing" : "still there"}: ${text}\n${frame()}`);
		});
	const send = async (code: string) => {
		const received =
			code === codes.escape
				? new Promise<void>((resolve) => {
						escaped = resolve;
					})
				: undefined;
		app.stdin.write(code);
		await received;
		for (let turn = 0; turn < 4; turn += 1) await settle();
	};
	return {
		frame,
		lines: () => frame().split("\n"),
		async press(...keys) {
			for (const key of keys) await send(codes[key] ?? key);
		},
		async type(text) {
			await send(text);
			for (const _ of text) await settle();
		},
		paste: (text) => send(`\u001B[200~${text}\u001B[201~`),
		async resize(columns, rows) {
			setSize({ columns, rows });
			app.stdout.emit("resize");
			await settle();
		},
		see: (text) => expectIt(text, true),
		seeNot: (text) => expectIt(text, false),
		until,
		written: () => app.frames,
		unmount: app.unmount,
	};
}

/** Draws the whole console over a fake session, at one of its screens. */
export async function drawConsole(
	fake: FakeSession,
	options: Partial<Size> & {
		readonly begin?: ScreenId;
		readonly screens?: readonly ScreenDescriptor[];
		readonly warnings?: readonly string[];
		/** Milliseconds since 1970. */
		readonly now?: () => number;
	} = {},
): Promise<Drawn> {
	const { columns = 80, rows = 24, begin = "provisioning" } = options;
	const open = () => Promise.resolve(fake.session);
	return draw(
		<ConsoleApp
			open={open}
			profileName="demo"
			screens={options.screens ?? screens}
			begin={begin}
			{...(options.warnings === undefined ? {} : { warnings: options.warnings })}
			now={options.now ?? (() => at)}
		/>,
		{ columns, rows },
	);
}
