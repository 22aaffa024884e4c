import type { Key } from "ink";
import { graphemes } from "../text/fit-text.ts";

/** A letter; capital letters are typed with Shift. */
export type Letter =
	| "a"
	| "b"
	| "c"
	| "d"
	| "e"
	| "f"
	| "g"
	| "h"
	| "i"
	| "j"
	| "k"
	| "l"
	| "m"
	| "n"
	| "o"
	| "p"
	| "q"
	| "r"
	| "s"
	| "t"
	| "u"
	| "v"
	| "w"
	| "x"
	| "y"
	| "z";
export type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type Sign = "/" | "?" | ":" | "+" | "-" | "*" | "." | "," | "<" | ">" | "[" | "]" | "=" | "!" | "#";
const named = [
	"enter",
	"escape",
	"space",
	"tab",
	"shift+tab",
	"backspace",
	"delete",
	"up",
	"down",
	"left",
	"right",
	"pageup",
	"pagedown",
	"home",
	"end",
	"f1",
] as const;

/** A key that a command may name by itself: letters come from `key-table.ts`. `g p` is g, then p. */
export type PlainKey = (typeof named)[number] | Digit | Sign | `ctrl+${Letter}` | `g ${Letter}`;

/** A key name as used in commands. */
export type KeyName = PlainKey | Letter | Uppercase<Letter>;

/** One key press: its name (any grapheme, not only those used by commands), and the text it types, if any. */
export type KeyPress = {
	readonly name: string;
	readonly text: string;
	/** How often it was pressed, for a command that repeats; absent for once. */
	readonly count?: number;
};

/** Pasted text as a key press. No command uses this name, so only a text input can handle it. */
export function pasted(text: string): KeyPress {
	return { name: "paste", text };
}

const typed: Readonly<Record<string, KeyPress>> = {
	"\r": { name: "enter", text: "" },
	"\n": { name: "enter", text: "" },
	"\t": { name: "tab", text: "" },
	" ": { name: "space", text: " " },
	"\b": { name: "backspace", text: "" },
	"\u007F": { name: "backspace", text: "" },
};

const esc: KeyPress = { name: "escape", text: "" };

/** The letter typed with Ctrl for a control character: `u` for U+0015. */
function letterOf(control: string): string {
	return String.fromCharCode(control.charCodeAt(0) + 96);
}

function namedKey(key: Key): (typeof named)[number] | undefined {
	if (key.return) return "enter";
	if (key.escape) return "escape";
	if (key.tab) return key.shift ? "shift+tab" : "tab";
	if (key.backspace) return "backspace";
	if (key.delete) return "delete";
	if (key.upArrow) return "up";
	if (key.downArrow) return "down";
	if (key.leftArrow) return "left";
	if (key.rightArrow) return "right";
	if (key.pageUp) return "pageup";
	if (key.pageDown) return "pagedown";
	if (key.home) return "home";
	if (key.end) return "end";
	return undefined;
}

/**
 * Splits the input of one Ink event into key presses. Over a slow connection, keys typed quickly arrive as one text, and Esc with
 * the following key looks like Alt with that key. No command uses Alt, so it is read as two keys.
 * Key releases are ignored.
 */
export function keyPresses(input: string, key: Key): readonly KeyPress[] {
	if (key.eventType === "release") return [];
	const name = namedKey(key);
	if (name === "escape" && key.meta) return [esc, esc];
	if (name === "enter" || name === "tab") return key.meta ? [esc, { name, text: "" }] : [{ name, text: "" }];
	if (name !== undefined) return [{ name, text: "" }];
	// Ink does not report which function key was pressed: treat each one as F1.
	if (input === "" && !key.ctrl && !key.meta) return [{ name: "f1", text: "" }];
	if (key.ctrl) return input.length === 1 ? [{ name: `ctrl+${input}`, text: "" }] : [];
	if (key.meta) return [esc, ...typedPresses(input)];
	return typedPresses(input);
}

function typedPresses(input: string): readonly KeyPress[] {
	return graphemes(input).flatMap((grapheme) => {
		const known = typed[grapheme];
		if (known) return [known];
		if (/^[\u0001-\u001A]$/u.test(grapheme)) return [{ name: `ctrl+${letterOf(grapheme)}`, text: "" }];
		return /^\p{Cc}/u.test(grapheme) ? [] : [{ name: grapheme, text: grapheme }];
	});
}

const labels: Readonly<Record<string, string>> = {
	enter: "Enter",
	escape: "Esc",
	space: "Space",
	tab: "Tab",
	"shift+tab": "Shift+Tab",
	backspace: "Backspace",
	delete: "Del",
	up: "↑",
	down: "↓",
	left: "←",
	right: "→",
	pageup: "PgUp",
	pagedown: "PgDn",
	home: "Home",
	end: "End",
	f1: "F1",
};

/** The label of a key: `Enter`, `↑`, `Ctrl+K`, `p`, `gp` for g, then p. */
export function keyLabel(name: KeyName): string {
	if (name.startsWith("ctrl+")) return `Ctrl+${name.slice(5).toUpperCase()}`;
	return labels[name] ?? name.replace(" ", "");
}
