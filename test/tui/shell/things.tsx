import { Box, Text } from "ink";
import { List } from "../../../src/tui/components/list/list.tsx";
import { useShell } from "../../../src/tui/context/shell-context.ts";
import { useList } from "../../../src/tui/hooks/use-list.ts";
import type { Command } from "../../../src/tui/keys/command.ts";
import { useCommands } from "../../../src/tui/keys/use-keys.ts";
import type { ScreenDescriptor, ScreenProps } from "../../../src/tui/shell/screen.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

type Thing = { readonly id: string; readonly name: string };

const things: readonly Thing[] = Array.from({ length: 100 }, (_, index) => ({
	id: `${index}`,
	name: `thing ${index}`,
}));

const columns = [{ title: "Name", width: { min: 10, grow: 1 }, text: (thing: Thing) => thing.name }];

const keyOf = ({ id }: Thing) => id;

const textOf = ({ name }: Thing) => name;

type ThingsView = { readonly current: Thing | undefined; readonly say: (text: string) => void };

export const thingCommands: readonly Command<ThingsView>[] = [
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

export function Things({ width, height }: ScreenProps) {
	const list = useList({ items: things, keyOf, textOf, columns });
	const { toast } = useShell();
	useCommands(thingCommands, { current: list.current, say: toast.done });
	return <List list={list} columns={columns} width={width} height={height} empty="Nothing" selectable />;
}

export function Broken({ arrival }: ScreenProps) {
	if (arrival?.argument === "break") throw new Error("broken\u001B[2J screen");
	const { go } = useShell();
	useCommands([{ id: "broken.break", keys: ["!"], title: "Break", run: () => go("plan", "break") }], null);
	return (
		<Box>
			<Text>whole</Text>
		</Box>
	);
}

export const screens: readonly ScreenDescriptor[] = [
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

export const open = (size = {}) => drawConsole(createFakeSession(), { screens, begin: "people", ...size });
