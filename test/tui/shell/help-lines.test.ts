import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { listCommands } from "../../../src/tui/components/list/list-commands.ts";
import type { CommandInfo } from "../../../src/tui/keys/command.ts";
import { screens } from "../../../src/tui/screens/index.ts";
import { findHelp, helpLines, helpSections } from "../../../src/tui/shell/help-lines.ts";
import { shellCommands } from "../../../src/tui/shell/shell-commands.ts";

const command = (id: string, change: Partial<CommandInfo> = {}): CommandInfo => ({
	id,
	means: "refresh",
	title: `Do ${id}`,
	...change,
});
const acts = command("acts");
const blocked = command("blocked");
const elsewhere = command("elsewhere", { where: "in an entry" });
const hidden = command("hidden", { keys: ["f1"] });
const keyless: CommandInfo = { id: "keyless", title: "Only the palette offers it" };

const sections = helpSections(
	[
		{ title: "Screen", commands: [blocked, acts, elsewhere] },
		{ title: "Lists", commands: [hidden, keyless] },
	],
	[acts],
	(id) => (id === "blocked" ? "Nothing is selected." : null),
);
const textOf = (lines: ReturnType<typeof helpLines>) =>
	lines.map((line) => line.map(({ text }) => text).join(""));

describe("the help", () => {
	it("shows first what acts here, and last what does not, with the reason", () => {
		expect(sections).toEqual([
			{ title: "Screen", entries: [{ keys: "r", text: "Do acts", inactive: null }] },
			{
				title: "Not here now",
				entries: [
					{ keys: "r", text: "Do blocked", inactive: "Nothing is selected." },
					{ keys: "r", text: "Do elsewhere", inactive: "only in an entry" },
					{ keys: "F1 r", text: "Do hidden", inactive: "not now" },
				],
			},
		]);
	});

	it("is searched by words of keys, titles and reasons", () => {
		const found = (typed: string) =>
			findHelp(sections, typed).flatMap(({ entries }) => entries.map(({ text }) => text));
		expect(found("f1")).toEqual(["Do hidden"]);
		expect(found("DO selected")).toEqual(["Do blocked"]);
		expect(found("nonsense")).toEqual([]);
		expect(found("")).toHaveLength(4);
	});

	it("fills the width with columns, and dims what does not act", () => {
		const narrow = helpLines(sections, 40);
		expect(textOf(narrow)[0]).toBe("Screen");
		expect(textOf(narrow)[1]).toMatch(/^r +Do acts +$/);
		const wide = helpLines(sections, 196);
		expect(textOf(wide).find((line) => line.includes("Do blocked"))).toMatch(
			/Do blocked.*Do elsewhere.*Do hidden/,
		);
		const parts = wide.flat().filter(({ text }) => text.includes("Do elsewhere"));
		expect(parts.map(({ style }) => style)).toEqual(["dim"]);
	});

	it.each([30, 76, 116, 196])("keeps every line within %i cells", (width) => {
		const all = helpSections(
			[
				...screens,
				{ title: "Lists", commands: listCommands },
				{ title: "All", commands: shellCommands(screens) },
			],
			listCommands,
			() => "田中 ".repeat(15),
		);
		for (const line of textOf(helpLines(all, width))) expect(stringWidth(line)).toBeLessThanOrEqual(width);
	});
});
