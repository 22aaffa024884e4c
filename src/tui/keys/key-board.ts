import type { CommandInfo } from "./command.ts";
import type { KeyPress } from "./key-press.ts";
import { keysOf } from "./key-table.ts";

/** The first key of names such as `g p`. */
const jumpPrefix = "g";

/**
 * The order in which listeners of one level get a key: a text input, the commands of a screen or dialog, the list in it,
 * the console's own commands.
 */
const order = ["input", "commands", "list", "console"] as const;
export type KeyKind = (typeof order)[number];

/** A handler of key presses. */
export type KeyListener = {
	/** 0 for screens, one more for each dialog on top of them. Only the highest level receives keys. */
	readonly level: number;
	readonly kind: KeyKind;
	/** True when it handled the key. */
	readonly press: (press: KeyPress) => boolean;
	/** Shows why the command for a key cannot act now; false when there is no such command. */
	readonly explain: (name: string) => boolean;
	/** Whether the command for a key carries out several presses at once; undefined when it has none. */
	readonly repeats: (name: string) => boolean | undefined;
	/** The commands available now, for footer, help and palette. */
	readonly commands: () => readonly CommandInfo[];
	/** Runs a command by id; false when it is not in this table or not available now. */
	readonly run: (id: string) => boolean;
	/** Why a command cannot act now; null when it can, and when it is not in this table. */
	readonly reason: (id: string) => string | null;
	/** What a click at this cell of the screen does; undefined when it was not for it. */
	readonly click?: (x: number, y: number) => Clicked | undefined;
	/** Whether it gets clicks whatever dialog is on top, as the footer does. Its level counts for nothing. */
	readonly isAlwaysClicked?: boolean;
};

/** A click that was handled, and the key that it is to press: the name of a key, or null for none. */
export type Clicked = { readonly presses: string | null };

/**
 * Passes each key press to one listener, and holds the commands available now.
 * One per console; components join through `useKeys` and `useCommands`.
 */
export type KeyBoard = {
	/** Returns a function that leaves. */
	readonly join: (listener: KeyListener) => () => void;
	/** False when no listener handled the key. */
	readonly press: (press: KeyPress) => boolean;
	readonly run: (id: string) => boolean;
	/** Why a command cannot act now; null when nothing says so. */
	readonly reason: (id: string) => string | null;
	/** Passes a click to the view at this cell of the screen. Returns the name of the key that it presses; null for none. */
	readonly click: (x: number, y: number) => string | null;
	/** Whether several presses of a key can be passed as one. */
	readonly repeats: (name: string) => boolean;
	/** The commands available now, most specific first. The same array until they or `typing` change. */
	readonly possible: () => readonly CommandInfo[];
	/** Whether a text input receives keys. */
	readonly typing: () => boolean;
	/** Whether g was pressed and the next key completes a name such as `g p`. */
	readonly jumping: () => boolean;
	/** Call this when the `commands` of a listener may have changed. */
	readonly changed: () => void;
	/** Calls back when `possible`, `typing` or `jumping` changes. Returns a function that unsubscribes. */
	readonly subscribe: (callback: () => void) => () => void;
};

/** Creates the key board of a console. */
export function createKeyBoard(): KeyBoard {
	const listeners = new Set<KeyListener>();
	const subscribers = new Set<() => void>();
	let possible: readonly CommandInfo[] = [];
	let wasTyping = false;
	let isJumping = false;

	const activeListeners = (): readonly KeyListener[] => {
		const top = Math.max(0, ...Array.from(listeners, ({ level }) => level));
		// Inner components join before outer ones. Keys of outer ones have priority.
		const inOrder = [...listeners].filter(({ level }) => level === top).reverse();
		return inOrder.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
	};
	const typing = () => activeListeners().some(({ kind }) => kind === "input");
	const changed = () => {
		const now = activeListeners().flatMap((listener) => listener.commands());
		const isSame =
			now.length === possible.length && now.every((command, index) => command === possible[index]);
		if (isSame && typing() === wasTyping) return;
		possible = now;
		wasTyping = typing();
		for (const callback of subscribers) callback();
	};

	// A command that cannot act keeps its key from the console's own commands, which might do something unexpected.
	const deliver = (press: KeyPress) => {
		const active = activeListeners();
		const near = active.filter(({ kind }) => kind !== "console");
		return (
			near.some((listener) => listener.press(press)) ||
			near.some((listener) => listener.explain(press.name)) ||
			active.some((listener) => listener.kind === "console" && listener.press(press))
		);
	};
	const setJumping = (now: boolean) => {
		isJumping = now;
		for (const callback of subscribers) callback();
	};
	const canJump = () =>
		possible.some((command) => keysOf(command).some((key) => key.startsWith(`${jumpPrefix} `)));

	return {
		join(listener) {
			listeners.add(listener);
			changed();
			return () => {
				listeners.delete(listener);
				changed();
			};
		},
		press(press) {
			if (isJumping) {
				setJumping(false);
				return press.name === "escape" || deliver({ name: `${jumpPrefix} ${press.name}`, text: "" });
			}
			if (press.name !== jumpPrefix || typing() || !canJump()) return deliver(press);
			setJumping(true);
			return true;
		},
		run: (id) => activeListeners().some((listener) => listener.run(id)),
		reason(id) {
			for (const listener of activeListeners()) {
				const reason = listener.reason(id);
				if (reason !== null) return reason;
			}
			return null;
		},
		click(x, y) {
			const always = [...listeners].filter(({ isAlwaysClicked }) => isAlwaysClicked === true);
			for (const listener of [...activeListeners(), ...always]) {
				const clicked = listener.click?.(x, y);
				if (clicked !== undefined) return clicked.presses;
			}
			return null;
		},
		repeats(name) {
			if (isJumping || typing()) return false;
			for (const listener of activeListeners()) {
				const repeats = listener.repeats(name);
				if (repeats !== undefined) return repeats;
			}
			return false;
		},
		possible: () => possible,
		typing,
		jumping: () => isJumping,
		changed,
		subscribe(callback) {
			subscribers.add(callback);
			return () => subscribers.delete(callback);
		},
	};
}
