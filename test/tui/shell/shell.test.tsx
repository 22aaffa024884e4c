import { Box, Text } from "ink";
import stringWidth from "string-width";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Session } from "../../../src/app/session.ts";
import { List } from "../../../src/tui/components/list/list.tsx";
import { ConsoleApp } from "../../../src/tui/console-app.tsx";
import { useShell } from "../../../src/tui/context/shell-context.ts";
import { useList } from "../../../src/tui/hooks/use-list.ts";
import type { Command } from "../../../src/tui/keys/command.ts";
import { changeKeys } from "../../../src/tui/keys/key-table.ts";
import { useCommands } from "../../../src/tui/keys/use-keys.ts";
import { screens as consoleScreens } from "../../../src/tui/screens/index.ts";
import type { ScreenDescriptor, ScreenProps } from "../../../src/tui/shell/screen.ts";
import { groupsOf } from "../../../src/tui/shell/screen-groups.ts";
import { linkedAccount, person } from "../fake-data.ts";
import { createFakeSession, progress } from "../fake-session.ts";
import { draw, drawConsole } from "../render-console.tsx";

type Thing = { readonly id: string; readonly name: string };
const things: readonly Thing[] = Array.from({ length: 100 }, (_, index) => ({
	id: `${index}`,
	name: `thing ${index}`,
}));
const columns = [{ title: "Name", width: { min: 10, grow: 1 }, text: (thing: Thing) => thing.name }];
const keyOf = ({ id }: Thing) => id;
const textOf = ({ name }: Thing) => name;

type ThingsView = { readonly current: Thing | undefined; readonly say: (text: string) => void };
const thingCommands: readonly Command<ThingsView>[] = [
	{
		id: "things.open",
		keys: ["enter"],
		title: "Open the thing",
		hint: "open",
		run: ({ current, say }) => say(`opened ${current?.name}`),
	},
	{
		id: "things.fail",
		means: "fix",
		title: "Fail later",
		run: () => Promise.reject(new Error("no luck")),
	},
	{
		id: "things.lament",
		means: "link",
		title: "Fail at length",
		run: () =>
			Promise.reject(
				Object.assign(
					new Error(`the answer of a server that goes${" on and".repeat(8)} on to the very end`),
					{
						advice: "do this next",
					},
				),
			),
	},
	{
		id: "things.never",
		means: "next",
		title: "Never possible",
		when: () => false,
		run: ({ say }) => say("never"),
	},
	{
		id: "things.later",
		means: "save",
		title: "Save the thing",
		hint: "save",
		blocked: () => "The thing has no edits.",
		run: ({ say }) => say("saved"),
	},
	{
		id: "things.plan",
		means: "plan",
		title: "Plan the thing",
		blocked: () => "Things have no plan.",
		run: ({ say }) => say("planned"),
	},
];

function Things({ width, height }: ScreenProps) {
	const list = useList({ items: things, keyOf, textOf, columns });
	const { toast } = useShell();
	useCommands(thingCommands, { current: list.current, say: toast.done });
	return <List list={list} columns={columns} width={width} height={height} empty="Nothing" selectable />;
}

function Broken({ arrival }: ScreenProps) {
	if (arrival?.argument === "break") throw new Error("broken\u001B[2J screen");
	const { go } = useShell();
	useCommands([{ id: "broken.break", keys: ["!"], title: "Break", run: () => go("plan", "break") }], null);
	return (
		<Box>
			<Text>whole</Text>
		</Box>
	);
}

const screens: readonly ScreenDescriptor[] = [
	{
		id: "people",
		title: "Things",
		group: "people",
		jump: "u",
		load: async () => Things,
		commands: thingCommands,
	},
	{ id: "plan", title: "Fragile", group: "plan", jump: "p", load: async () => Broken, commands: [] },
];
const open = (size = {}) => drawConsole(createFakeSession(), { screens, begin: "people", ...size });

describe("a screen that is shown for the first time", () => {
	it("leaves the screen before it in place until it is loaded, and gets the keys pressed meanwhile", async () => {
		const view = Promise.withResolvers<typeof Things>();
		const late: ScreenDescriptor = {
			...{ id: "plan", title: "Late", group: "plan", jump: "p", commands: thingCommands },
			load: () => view.promise,
		};
		const early: ScreenDescriptor = {
			...{ id: "people", title: "Early", group: "people", jump: "u", commands: [] },
			load: async () => Broken,
		};
		const app = await drawConsole(createFakeSession(), { screens: [early, late], begin: "people" });
		await app.see("whole");
		await app.press("3", "down", "down");
		expect(app.frame()).toContain("whole");
		view.resolve(Things);
		await app.see(/❯ +thing 2/);
		expect(app.frame()).not.toContain("whole");
	});
});

describe("a key that cannot act now", () => {
	it("says why, and is not in the footer", async () => {
		const app = await open();
		await app.see("thing 0");
		expect(app.lines().at(-1)).not.toContain("s save");
		await app.press("s");
		await app.see("· The thing has no edits.");
	});

	it("does not start the console's own command for the key", async () => {
		const app = await open();
		await app.see("thing 0");
		await app.press("d");
		await app.see("· Things have no plan.");
		await app.see("thing 0");
	});

	it("says why in the palette too", async () => {
		const app = await open();
		await app.see("thing 0");
		await app.press(":");
		await app.type("save the");
		await app.see("❯ Save the thing");
		await app.press("enter");
		await app.see("! The thing has no edits.");
	});
});

describe("the palette on a larger terminal", () => {
	it("shows more commands than on a small one", async () => {
		const shownAt = async (rows: number) => {
			const app = await drawConsole(createFakeSession(), { begin: "home", columns: 120, rows });
			await app.see("Needs me");
			await app.press(":");
			await app.see("type a few letters");
			return app.lines().filter((line) => /(?:Home|everywhere|People) /.test(line)).length;
		};
		expect(await shownAt(50)).toBeGreaterThan((await shownAt(24)) + 10);
	});
});

describe("a message", () => {
	it("goes with the next action, not with a move", async () => {
		const app = await open();
		await app.see("thing 0");
		await app.press("f");
		await app.see("✗ no luck");
		await app.press("j");
		await app.see(/❯ +thing 1/);
		await app.see("✗ no luck");
		await app.press("enter");
		await app.see("opened thing 1");
		await app.seeNot("no luck");
	});

	it.each(["3", ":"])("goes when another screen is shown (%s)", async (key) => {
		const app = await open();
		await app.see("thing 0");
		await app.press("f");
		await app.see("✗ no luck");
		await app.press(key);
		if (key === ":") {
			await app.type("fragile");
			await app.press("enter");
		}
		await app.see("whole");
		await app.seeNot("no luck");
	});
});

describe("keys that arrive at once", () => {
	it("go to the screen that the first of them shows, also while it is loaded", async () => {
		const view = Promise.withResolvers<typeof Things>();
		const late: ScreenDescriptor = {
			...{ id: "plan", title: "Late", group: "plan", jump: "p", commands: thingCommands },
			load: () => view.promise,
		};
		const app = await drawConsole(createFakeSession(), {
			screens: [...screens.slice(0, 1), late],
			begin: "people",
		});
		await app.type("3j");
		view.resolve(({ width, height }) => (
			<Things width={width} height={height} arrival={null} session={createFakeSession().session} />
		));
		await app.see(/❯ +thing 1/);
		await app.press("2");
		await app.see(/❯ +thing 0/);
	});
});

describe("the console's frame", () => {
	it("shows product, profile, target, state and rate in the first line, and the screens in the second", async () => {
		const app = await open();
		await app.see("thing 0");
		expect(app.lines()[0]).toMatch(
			/^sumo-provision · demo · Sumo us2 · {2}DEMO {2}· ○ Off · idle +0\.0\/4 req\/s$/,
		);
		expect(app.lines()[1]).toContain("2 People");
		expect(app.lines()[1]).toContain("3 Plan");
	});

	it("shows and reads changed keys, and what is wrong with the file of keys", async () => {
		onTestFinished(changeKeys(new Map([["provision", ["Z"]]])));
		const app = await drawConsole(createFakeSession(), {
			begin: "home",
			warnings: ['keys.yaml:2:1: "refrsh" is not an action; did you mean refresh?', "keys.yaml:3:1: other"],
		});
		await app.see("keys.yaml:2:1:");
		await app.see("(and 1 more).");
		await app.see("Run sumo-provision keys to check the file.");
		expect(app.lines().at(-1)).toContain("Z run now");
		await app.see("press d for a plan, Z to run.");
		await app.press("p");
		await app.seeNot("Run a cycle now?");
		await app.press("Z");
		await app.see("Run a cycle now?");
	});

	it("shows the keys of the focused view in the last line, the help among them, and leaves the last cell free", async () => {
		const app = await open();
		await app.see("Enter open");
		const last = app.lines().at(-1) ?? "";
		expect(last).toContain("Enter open");
		expect(last).toContain("/ filter");
		expect(last).toContain("? all keys");
		expect(stringWidth(last)).toBeLessThan(80);
	});

	it("is exactly as large as the terminal at 80×24 and at 200×50", async () => {
		for (const size of [
			{ columns: 80, rows: 24 },
			{ columns: 200, rows: 50 },
		]) {
			const app = await open(size);
			await app.see("thing 0");
			expect(app.lines()).toHaveLength(size.rows);
			for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
		}
	});

	it("shows the required size on a smaller terminal, and returns with its state when it grows", async () => {
		const app = await open();
		await app.press("j", "j", "enter");
		await app.see("opened thing 2");
		await app.resize(60, 16);
		await app.see("all keys");
		await app.resize(59, 24);
		await app.see("needs 60×16, this terminal is 59×24");
		expect(app.frame()).not.toContain("thing");
		await app.resize(80, 24);
		await app.see("❯ thing 2");
	});

	it("names every screen of the console at 80 columns", async () => {
		const app = await drawConsole(createFakeSession());
		const tabs = app.lines()[1] ?? "";
		for (const { key, title, short = title } of groupsOf(consoleScreens))
			expect(tabs).toContain(`${key} ${short}`);
	});

	it("draws header and tabs before the session is open", async () => {
		const app = await open();
		expect(app.written().some((frame) => frame.includes("opening…") && frame.includes("2 People"))).toBe(
			true,
		);
	});
});

describe("keys", () => {
	it("go to screens by digit and keep the state of the one left", async () => {
		const app = await open();
		await app.press("j", "j", "j", "3");
		await app.see("whole");
		expect(app.frame()).not.toContain("thing 0");
		await app.press("2");
		await app.see("❯ thing 3");
	});

	it("wait while the session opens", async () => {
		const opening = Promise.withResolvers<Session>();
		const app = await draw(
			<ConsoleApp open={() => opening.promise} profileName="demo" screens={screens} begin="people" />,
		);
		await app.type("jj");
		await app.press("enter");
		await app.see("Opening the profile");
		opening.resolve(createFakeSession().session);
		await app.see("opened thing 2");
	});

	it("typed quickly arrive one by one", async () => {
		const app = await open();
		await app.type("jjjj");
		await app.see("❯ thing 4");
	});

	it("held down arrive as one move, drawn once, and the position is shown", async () => {
		const app = await open();
		await app.see("1 of 100 ▁");
		const before = app.written().length;
		await app.type("j".repeat(60));
		await app.see("❯ thing 60");
		await app.see("61 of 100 ▅");
		expect(app.written().length - before).toBeLessThan(6);
	});

	it("move through a list by row, page and end", async () => {
		const app = await open();
		await app.press("G");
		await app.see("❯ thing 99");
		await app.press("g", "g");
		await app.see("❯ thing 0");
		await app.press("pagedown");
		await app.see("❯ thing 18");
		await app.press("up", "k");
		await app.see("❯ thing 16");
	});

	it("filter a list as words are typed, keep it with Enter and drop it with Esc", async () => {
		const app = await open();
		await app.press("/");
		await app.type("9 thing");
		await app.see("19 of 100");
		await app.press("enter");
		await app.press("j");
		await app.see("❯ thing 19");
		await app.press("escape");
		await app.seeNot("19 of 100");
		await app.see("20 of 100");
		await app.see("❯ thing 19");
	});

	it("select rows, select all shown rows, and clear the selection", async () => {
		const app = await open();
		await app.press("space", "space");
		await app.see(" ●thing 0");
		await app.see(" ●thing 1");
		await app.press("escape");
		await app.seeNot("●thing");
	});

	it("select a range from V on, as far as the cursor moves", async () => {
		const app = await open();
		await app.press("j", "V", "j", "j", "k");
		await app.see(" ●thing 1");
		await app.see("❯●thing 2");
		expect(app.frame()).not.toMatch(/●thing [03]/);
		await app.press("V", "j");
		expect(app.frame()).not.toContain("●thing 3");
	});

	it("sort by a column, up and down, and then not", async () => {
		const app = await open();
		await app.press("S");
		await app.see("Name ▲");
		await app.press("S", "g", "g");
		await app.see("Name ▼");
		await app.see("❯ thing 99");
		await app.press("S", "g", "g");
		await app.see("❯ thing 0");
	});

	it("show errors of what they started in the status line", async () => {
		const app = await open();
		await app.press("f");
		await app.see("✗ no luck");
		await app.press("escape");
		await app.seeNot("no luck");
	});

	it("show a long error, and what to do about it, on lines that they take from the screen", async () => {
		const app = await open();
		await app.press("L");
		await app.see("to the very end");
		expect(app.lines()).toHaveLength(24);
		expect(
			app
				.lines()
				.slice(-4, -1)
				.map((line) => line.trimEnd()),
		).toEqual([
			"✗ the answer of a server that goes on and on and on and on and on and on and on",
			"  and on and on to the very end",
			"  do this next",
		]);
		expect(app.lines().at(-1)).toContain("? all keys");
		await app.press("escape");
		await app.seeNot("to the very end");
		expect(app.lines()).toHaveLength(24);
	});

	it("that are not possible do nothing", async () => {
		const app = await open();
		await app.press("n");
		expect(app.frame()).not.toContain("never");
	});
});

describe("the way between screens", () => {
	it("is g and the letter of a screen; g g goes to the first row, and anything else does nothing", async () => {
		const app = await open();
		await app.press("j", "j", "g");
		await app.see("g… u:Things p:Fragile");
		await app.press("g");
		await app.see("❯ thing 0");
		await app.press("g", "z", "j");
		await app.see("❯ thing 1");
		await app.press("g", "escape", "j");
		await app.see("❯ thing 2");
		await app.press("g", "p");
		await app.see("whole");
	});

	it("is the digit of a group: its first screen, then the one after it", async () => {
		const app = await drawConsole(createFakeSession(), { begin: "plan" });
		await app.press("5");
		await app.see("Mapping  Scope");
		await app.see("attribute mappings from");
		await app.press("5");
		await app.see("assigned users");
		await app.press("5");
		await app.see("attribute mappings from");
	});

	it("is a name after a colon", async () => {
		const app = await drawConsole(createFakeSession(), { begin: "plan" });
		await app.press(":");
		await app.type("scope");
		await app.see(/❯ Go to Scope/);
		await app.press("enter");
		await app.see("assigned users");
	});

	it("is shown after a jump, and Esc goes back on it; in the end it goes to the first screen, as backspace does", async () => {
		const app = await drawConsole(
			createFakeSession({ people: [person(1)], discovered: [linkedAccount(1)] }),
			{ begin: "people" },
		);
		await app.see("✓ active");
		await app.press("J");
		await app.see(/Users › .* Accts/);
		await app.press("escape", "escape");
		await app.seeNot("Users ›");
		await app.press("g", "e");
		await app.see("Interval");
		await app.press("backspace");
		await app.seeNot("Interval");
	});
});

describe("the palette", () => {
	it("recalls the commands that were run from it with Up, and goes back with Down", async () => {
		const app = await open();
		for (const command of ["show all keys", "filter by words"]) {
			await app.press(":");
			await app.see("type a few letters");
			await app.type(command);
			await app.press("enter");
			await app.seeNot("Commands");
			await app.press("escape");
		}
		await app.press(":", "up");
		await app.see(/: Filter by words/u);
		await app.press("up");
		await app.see(/: Show all keys/u);
		await app.press("up");
		await app.see(/: Show all keys/u);
		await app.press("down");
		await app.see(/: Filter by words/u);
		await app.press("down");
		await app.see("↑ for earlier commands");
		await app.press("up", "up", "enter");
		await app.see("Type to search.");
	});

	it("offers the commands of the list, such as the export", async () => {
		const app = await open();
		await app.press(":");
		await app.type("export");
		await app.see(/❯ Export the listed rows as CSV or JSON +the list +E/u);
		await app.press("enter");
		await app.see("Export to ");
	});

	it("finds a command by a few letters, with its key, and runs it", async () => {
		const app = await open();
		await app.press("j", ":");
		await app.type("op th");
		await app.see(/❯ Open the thing +Things +Enter/);
		await app.press("enter");
		await app.see("opened thing 1");
	});

	it("goes to the screen of the command first", async () => {
		const app = await open();
		await app.press("3", "ctrl+k");
		await app.type("open thing");
		await app.press("enter");
		await app.see("opened thing 0");
	});

	it("shows when a command is not available now", async () => {
		const app = await open();
		await app.press(":");
		await app.type("never");
		await app.press("enter");
		await app.see('"Never possible" is not available right now.');
	});

	it("lists a command that two screens have once, without a warning of React", async () => {
		const report = vi.spyOn(console, "error").mockImplementation(() => undefined);
		onTestFinished(() => report.mockRestore());
		const app = await drawConsole(createFakeSession(), { screens: consoleScreens, begin: "people" });
		await app.press(":");
		await app.type("show history");
		await app.see(/Show the history of mappings and scope +Mapping/);
		expect(app.frame().match(/Show the history of mappings and scope/g)).toHaveLength(1);
		expect(report.mock.calls).toEqual([]);
	});

	it("closes with Esc and leaves the keys to the screen again", async () => {
		const app = await open();
		await app.press(":", "escape", "j");
		await app.see("❯ thing 1");
	});
});

describe("the help", () => {
	it("lists the keys of the screen, of lists and of the console", async () => {
		const app = await open({ rows: 50 });
		await app.press("?");
		await app.see("Open the thing");
		await app.see("One page down");
		await app.see(/Find any command or\s+.*screen by name/s);
		await app.press("?");
		await app.seeNot("One page down");
	});

	it("is searched by typing or with /, and shows last what does not act, with the reason", async () => {
		const app = await open();
		await app.press("?");
		await app.see("Type to search.");
		await app.type("export");
		await app.see("Export the listed rows");
		await app.seeNot("Open the thing");
		await app.press("escape");
		await app.see("Open the thing");
		await app.press("/");
		await app.type("quit");
		await app.see(/q +Quit/);
		await app.press("ctrl+u");
		await app.type("nonsense");
		await app.see("No key matches.");
		await app.press("escape", "G");
		await app.see("Not here now");
		expect(app.lines()).toHaveLength(24);
		await app.press("escape");
		await app.seeNot("Not here now");
	});
});

describe("a screen that throws", () => {
	it("is named, affects nothing else, and can be opened again", async () => {
		const app = await open();
		await app.press("3", "!");
		await app.see('✗ The screen "Fragile" failed.');
		await app.see("broken screen");
		await app.press("2");
		await app.see("thing 0");
	});
});

describe("leaving", () => {
	it("asks while a cycle runs", async () => {
		const fake = createFakeSession({ status: { running: progress({ done: 3 }) } });
		const app = await drawConsole(fake, { screens, begin: "people" });
		await app.see("3/10");
		await app.press("q");
		await app.see("A cycle is running");
		await app.press("escape");
		await app.seeNot("A cycle is running");
	});
});
