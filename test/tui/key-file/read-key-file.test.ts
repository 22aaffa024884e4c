import { describe, expect, it, onTestFinished } from "vitest";
import { fixedKeys } from "../../../src/tui/key-file/fixed-keys.ts";
import { readKeyFile } from "../../../src/tui/key-file/read-key-file.ts";
import { changeKeys, keyFor, keysFor, keysOf } from "../../../src/tui/keys/key-table.ts";
import { keySections, keysDocument } from "../../../src/tui/keys-document.ts";
import { screens } from "../../../src/tui/screens/index.ts";

const fixed = fixedKeys(keySections(screens).flatMap(({ commands }) => commands));
const read = (text: string) => readKeyFile(text, fixed);
const problems = (text: string) =>
	read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe("the file of keys", () => {
	it("gives actions one or several keys, and may be empty", () => {
		const { changes, problems: wrong } = read(
			'# mine\nrefresh: ctrl+q\nstop: ["=", ;]\nhistory: g z\nundo: "%"\nview: 9\n',
		);
		expect(wrong).toEqual([]);
		expect([...changes]).toEqual([
			["refresh", ["ctrl+q"]],
			["stop", ["=", ";"]],
			["history", ["g z"]],
			["undo", ["%"]],
			["view", ["9"]],
		]);
		expect(read("")).toEqual({ changes: new Map(), problems: [] });
		expect(read("# nothing\n").problems).toEqual([]);
	});

	it("has an example in docs/keys.md that can be copied as it is", () => {
		const [, example = ""] = /```yaml\n(.*?)```/su.exec(keysDocument(screens)) ?? [];
		expect(problems(example)).toEqual([]);
		expect([...read(example).changes.keys()]).toEqual(["refresh", "stop", "history"]);
	});

	it("changes signs and the keys of the console as well as letters", () => {
		const { changes, problems: wrong } = read(
			'palette: ctrl+q\nfilter: ":"\nselect: ";"\nhelp: "!"\nprofiles: g x\nrepairAll: "%"\n',
		);
		expect(wrong.map(({ message }) => message)).toEqual([
			'help: ! is already the key of "Show what Entra\'s job cannot do, and why"',
		]);
		expect([...changes]).toEqual([
			["palette", ["ctrl+q"]],
			["filter", [":"]],
			["select", [";"]],
			["profiles", ["g x"]],
			["repairAll", ["%"]],
		]);
	});

	it("lets two actions swap their keys, and an action repeat its own", () => {
		const { changes, problems: wrong } = read("refresh: t\nretry: r\nstop: X");
		expect(wrong).toEqual([]);
		expect(changes.get("retry")).toEqual(["r"]);
	});

	it("reports unknown actions and texts that are no key by line and column, and keeps what is right", () => {
		expect(
			problems("refrsh: ;\nstop: ctrl+shift+x\nretry: [;, hello]\nundo:\nview: []\ncopy: ctrl+m\n"),
		).toEqual([
			'1:1 "refrsh" is not an action; did you mean refresh?',
			expect.stringMatching(/^2:7 stop: "ctrl\+shift\+x" is not a key: use a letter/),
			expect.stringMatching(/^3:12 retry: "hello" is not a key/),
			expect.stringMatching(/^4:\d+ undo: "" is not a key/),
			"5:1 view needs at least one key",
			'6:7 copy: "ctrl+m" cannot be used: a terminal sends it for Enter',
		]);
		expect([...read("refrsh: ;\nstop: ;").changes]).toEqual([["stop", [";"]]]);
	});

	it("reports keys that something else has, and keeps the defaults", () => {
		expect(problems("refresh: y\n")).toEqual(["1:10 refresh: y is already the key of copy"]);
		expect(problems("refresh: ;\nretry: [t, ;]\n")).toEqual(["2:12 retry: ; is already the key of refresh"]);
		expect(problems("refresh: [;, ;]")).toEqual(["1:14 refresh: ; is already the key of refresh"]);
		expect(problems("refresh: ctrl+c\nstop: 1\nretry: g\nview: g p")).toEqual([
			"1:10 refresh: ctrl+c is already the key of quit immediately",
			'2:7 stop: 1 is already the key of "Home"',
			"3:8 retry: g is already the key of go to a screen",
			'4:7 view: g p is already the key of "Go to Plan"',
		]);
		expect(read("refresh: y\n").changes.size).toBe(0);
	});

	it("keeps defaults whose key was free only because of a change that is dropped", () => {
		const { changes, problems: wrong } = read("refresh: t\nretry: y\n");
		expect(wrong.map(({ message }) => message)).toEqual([
			"refresh: t is already the key of retry",
			"retry: y is already the key of copy",
		]);
		expect(changes.size).toBe(0);
	});

	it("reports what is not YAML, or not a list of actions", () => {
		expect(problems("refresh: [r")[0]).toMatch(/^1:\d+ /);
		expect(problems("refresh: ;\nrefresh: x")[0]).toMatch(/^2:1 /);
		expect(problems("- refresh")).toEqual([
			"1:1 The file must have one action and its keys per line, such as refresh: ctrl+l.",
		]);
	});
});

describe("changed keys", () => {
	it("are those of commands and texts, until they are changed back", () => {
		const restore = changeKeys(new Map([["refresh", ["ctrl+q", "="]]]));
		onTestFinished(restore);
		expect(keysOf({ keys: ["enter"], means: "refresh" })).toEqual(["enter", "ctrl+q", "="]);
		expect(keyFor("refresh")).toBe("Ctrl+Q");
		expect(keyFor("copy")).toBe("y");
		restore();
		expect(keysFor("refresh")).toEqual(["r"]);
	});
});
