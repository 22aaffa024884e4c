import type { Key } from "ink";
import { graphemes } from "../text/fit-text.ts";

type Letter =
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
type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
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

/** A key as commands name it. Capital letters are typed with Shift. */
export type KeyName = (typeof named)[number] | Letter | Uppercase<Letter> | Digit | Sign | `ctrl+${Letter}`;

/** One key press: its name (any grapheme may be typed, not only those that commands use), and the text it types, if any. */
export type KeyPress = { readonly name: string; readonly text: string };

/** Pasted text in the row of key presses. No command has a key of this name, so that only a text input can take it. */
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

/** The letter that Ctrl turns into this control character: `u` for U+0015. */
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
 * The key presses in what Ink hands over at once: over a slow line, keys typed quickly arrive as one piece of text, and Esc with
 * the key after it looks like Alt with that key. No command has an Alt of its own, so those are read as the two keys.
 * Releases are none.
 */
export function keyPresses(input: string, key: Key): readonly KeyPress[] {
	if (key.eventType === "release") return [];
	const name = namedKey(key);
	if (name === "escape" && key.meta) return [esc, esc];
	if (name !== undefined) return [{ name, text: "" }];
	// Ink hands over a function key without telling which: each of them is F1 here.
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

/** A key as people read it: `Enter`, `↑`, `Ctrl+K`, `p`. */
export function keyLabel(name: KeyName): string {
	return labels[name] ?? (name.startsWith("ctrl+") ? `Ctrl+${name.slice(5).toUpperCase()}` : name);
}
