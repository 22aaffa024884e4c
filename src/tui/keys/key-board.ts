import type { CommandInfo } from "./command.ts";
import type { KeyPress } from "./key-press.ts";

/**
 * Who gets a key first within one level: a text input, then the commands of a screen or dialog, then the list in it,
 * then the console's own commands.
 */
const order = ["input", "commands", "list", "console"] as const;
export type KeyKind = (typeof order)[number];

/** Something that listens to keys. */
export type KeyListener = {
	/** 0 for screens, one more for each dialog on top of them. Only the highest level hears anything. */
	readonly level: number;
	readonly kind: KeyKind;
	/** True when it took the key. */
	readonly press: (press: KeyPress) => boolean;
	/** What it can do now, for footer, help and palette. */
	readonly commands: () => readonly CommandInfo[];
	/** Runs a command by id; false when it is not here or not possible now. */
	readonly run: (id: string) => boolean;
};

/**
 * Hands every key press to exactly one listener, and knows what is possible now.
 * There is one for a console; components join through `useKeys` and `useCommands`.
 */
export type KeyBoard = {
	/** Returns how to leave. */
	readonly join: (listener: KeyListener) => () => void;
	/** False when nobody took the key. */
	readonly press: (press: KeyPress) => boolean;
	readonly run: (id: string) => boolean;
	/** The commands possible now, most specific first. The same array as long as neither they nor `typing` changed. */
	readonly possible: () => readonly CommandInfo[];
	/** Whether a text input has the keys. */
	readonly typing: () => boolean;
	/** To be called by a listener whose `commands` may have changed. */
	readonly changed: () => void;
	/** Calls back when `possible` changed. Returns how to stop. */
	readonly subscribe: (callback: () => void) => () => void;
};

/** Makes the key board of one console. */
export function createKeyBoard(): KeyBoard {
	const listeners = new Set<KeyListener>();
	const subscribers = new Set<() => void>();
	let possible: readonly CommandInfo[] = [];
	let wasTyping = false;

	const hearing = (): readonly KeyListener[] => {
		const top = Math.max(0, ...Array.from(listeners, ({ level }) => level));
		// A component joins before the one around it does: the outer one's keys come first.
		const heard = [...listeners].filter(({ level }) => level === top).reverse();
		return heard.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
	};
	const typing = () => hearing().some(({ kind }) => kind === "input");
	const changed = () => {
		const now = hearing().flatMap((listener) => listener.commands());
		const isSame =
			now.length === possible.length && now.every((command, index) => command === possible[index]);
		if (isSame && typing() === wasTyping) return;
		possible = now;
		wasTyping = typing();
		for (const callback of subscribers) callback();
	};

	return {
		join(listener) {
			listeners.add(listener);
			changed();
			return () => {
				listeners.delete(listener);
				changed();
			};
		},
		press: (press) => hearing().some((listener) => listener.press(press)),
		run: (id) => hearing().some((listener) => listener.run(id)),
		possible: () => possible,
		typing,
		changed,
		subscribe(callback) {
			subscribers.add(callback);
			return () => subscribers.delete(callback);
		},
	};
}
