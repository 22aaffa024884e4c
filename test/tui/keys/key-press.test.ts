import type { Key } from "ink";
import { describe, expect, it } from "vitest";
import { keyLabel, keyPresses } from "../../../src/tui/keys/key-press.ts";

const none: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};

describe("key presses", () => {
	it("are split when several arrive together", () => {
		const names = keyPresses("jG é\r\t👩‍👩‍👧", none).map(({ name }) => name);
		expect(names).toEqual(["j", "G", "space", "é", "enter", "tab", "👩‍👩‍👧"]);
	});

	it("know Ctrl and Backspace also in the middle of other keys", () => {
		const presses = keyPresses("/\u0015ab\u007F\u0003", none);
		expect(presses.map(({ name }) => name)).toEqual(["/", "ctrl+u", "a", "b", "backspace", "ctrl+c"]);
		expect(presses.map(({ text }) => text).join("")).toBe("/ab");
	});

	it("have names", () => {
		expect(keyPresses("", { ...none, tab: true, shift: true })[0]?.name).toBe("shift+tab");
		expect(keyPresses("k", { ...none, ctrl: true })[0]?.name).toBe("ctrl+k");
	});

	it("take Esc and the key after it apart when they came in one piece", () => {
		const names = (input: string, key: Partial<typeof none>) =>
			keyPresses(input, { ...none, meta: true, ...key }).map(({ name }) => name);
		expect(names("q", {})).toEqual(["escape", "q"]);
		expect(names(" ", {})).toEqual(["escape", "space"]);
		expect(names("", { escape: true })).toEqual(["escape", "escape"]);
		expect(names("", { tab: true })).toEqual(["escape", "tab"]);
		expect(names("", { return: true })).toEqual(["escape", "enter"]);
		expect(names("", { upArrow: true })).toEqual(["up"]);
	});

	it("leave out releases and stray controls", () => {
		expect(keyPresses("a", { ...none, eventType: "release" })).toEqual([]);
		expect(keyPresses("a\u0000b", none).map(({ name }) => name)).toEqual(["a", "b"]);
	});

	it("have readable labels", () => {
		expect((["enter", "ctrl+k", "p", "up"] as const).map(keyLabel)).toEqual(["Enter", "Ctrl+K", "p", "↑"]);
	});
});
