import { describe, expect, it } from "vitest";
import type { Column } from "../../../../src/tui/components/list/column.ts";
import { List } from "../../../../src/tui/components/list/list.tsx";
import { ConsoleApp } from "../../../../src/tui/console-app.tsx";
import { createListMemory, type ListMemory } from "../../../../src/tui/context/list-memory.ts";
import { useList } from "../../../../src/tui/hooks/use-list.ts";
import type { ScreenDescriptor, ScreenProps } from "../../../../src/tui/shell/screen.ts";
import { at } from "../../fake-data.ts";
import { createFakeSession } from "../../fake-session.ts";
import { type Drawn, draw } from "../../render-console.tsx";

type User = { readonly name: string; readonly mail: string; readonly kind: string };

const users: readonly User[] = [
	{ name: "Ada Brink", mail: "ada@one.example", kind: "· user" },
	{ name: "Ben Ode", mail: "ben@two.example", kind: "◇ guest" },
	{ name: "Cid Nilsen", mail: "cid@one.example", kind: "· user" },
];
const columns: readonly Column<User>[] = [
	{ title: "Name", width: { min: 18, grow: 2 }, text: ({ name }) => name },
	{ title: "User name", width: 20, text: ({ mail }) => mail },
	{ title: "Mail", width: 20, optional: 1, text: ({ mail }) => mail },
	{ title: "Kind", width: 10, text: ({ kind }) => kind },
	{ title: "Assigned as", width: 14, text: () => "Analyst" },
];
const keyOf = ({ name }: User) => name;

function UsersScreen({ width, height }: ScreenProps) {
	const list = useList({ items: users, keyOf, textOf: keyOf, columns });
	return (
		<List name="people" list={list} columns={columns} width={width} height={height} empty="No users match." />
	);
}

const screens: readonly ScreenDescriptor[] = [
	{
		id: "people",
		title: "Users",
		group: "people",
		jump: "u",
		load: async () => UsersScreen,
		commands: [],
	},
];

async function people(memory: ListMemory = createListMemory(), columns = 120): Promise<Drawn> {
	const { session } = createFakeSession();
	const app = await draw(
		<ConsoleApp
			open={async () => session}
			profileName="demo"
			screens={screens}
			begin="people"
			now={() => at}
			lists={memory}
		/>,
		{ columns, rows: 24 },
	);
	await app.see("ada@one.example");
	return app;
}

describe("the filter of a list", () => {
	it("completes columns and values with Tab, in a visible list", async () => {
		const app = await people();
		await app.type("/ki");
		await app.see("Kind:");
		await app.press("tab");
		await app.see("/ kind:");
		await app.press("tab");
		await app.see("/ kind:user");
		await app.press("tab");
		await app.see("/ kind:guest");
		await app.press("enter");
		await app.see("1 of 3");
		expect(app.frame()).toContain("Ben Ode");
		expect(app.frame()).not.toContain("Ada Brink");
	});

	it("steps through used filters with Up and Down, back to what was typed", async () => {
		const app = await people();
		await app.type("/ada");
		await app.press("enter");
		await app.type("/");
		for (const _ of "ada") await app.press("backspace");
		await app.type("ben");
		await app.press("enter");
		await app.type("/");
		await app.press("up");
		await app.see(/\/ ben/);
		await app.press("up");
		await app.see(/\/ ada/);
		await app.press("down", "down");
		await app.see(/\/ ben/);
	});

	it("is saved under a name, recalled with @ and from the palette, and forgotten from there", async () => {
		const memory = createListMemory();
		const app = await people(memory);
		await app.type("/kind:guest");
		await app.press("\u0013");
		await app.see("Name of the filter:");
		await app.type("guests");
		await app.press("enter");
		await app.see("Saved the filter guests.");
		expect(memory.of("people").saved).toEqual({ guests: "kind:guest" });
		await app.press("escape");
		await app.see("Ada Brink");
		await app.type("/@gue");
		await app.press("tab");
		await app.see("/ kind:guest");
		await app.press("escape");
		await app.type(":filter guests");
		await app.press("enter");
		await app.seeNot("Ada Brink");
		await app.see("1 of 3");
		await app.type(":remove the saved filter guests");
		await app.press("enter");
		await app.until(() => expect(memory.of("people").saved).toEqual({}));
	});

	it("is reported with its place when its file cannot be used", async () => {
		const memory = createListMemory({
			read: () => {
				throw new Error("filters.json, line 2, column 7: the text is not JSON.");
			},
			write: () => Promise.reject(new Error("not written")),
		});
		const app = await people(memory);
		await app.see("filters.json, line 2, column 7");
	});
});

describe("the columns of a list", () => {
	it("are chosen with their order, and kept", async () => {
		const memory = createListMemory();
		const app = await people(memory);
		await app.press("Z");
		await app.see("[x] User name");
		await app.press("j", "space", "k", ">", "enter");
		await app.until(() =>
			expect(memory.of("people").columns).toEqual(["Name", "Mail", "Kind", "Assigned as"]),
		);
		expect(app.frame()).not.toContain("User name");
		await app.press("Z");
		await app.see("[x] Mail");
		await app.press("j", "<", "enter");
		await app.until(() => expect(memory.of("people").columns?.[0]).toBe("Mail"));
		await app.see(/Mail +Name +Kind/);
		await app.press("Z", "x");
		await app.until(() => expect(memory.of("people").columns).toBeNull());
		await app.see(/Name +User name +Mail/);
	});

	it("sort also when they are hidden", async () => {
		const memory = createListMemory();
		await memory.chooseColumns("people", ["Mail"]);
		const app = await people(memory);
		await app.press("Z", "j", "S", "S", "escape");
		await app.see("▼ Name");
		await app.until(() => {
			const rows = app.lines().filter((line) => line.includes("@"));
			expect(rows.map((line) => line.trim().slice(-15).trim())).toHaveLength(3);
			expect(rows[0]).toContain("cid@one.example");
		});
	});

	it("never leave room for fewer on a wider terminal", async () => {
		const memory = createListMemory();
		await memory.chooseColumns("people", ["Mail", "Name", "User name", "Kind", "Assigned as"]);
		const shown = async (columns: number) => {
			const app = await people(memory, columns);
			const head = app.lines().find((line) => line.includes("Mail")) ?? "";
			app.unmount();
			return ["Mail", "Name", "User name", "Kind", "Assigned as"].filter((title) => head.includes(title))
				.length;
		};
		const counts = [await shown(60), await shown(80), await shown(100), await shown(160)];
		expect(counts).toEqual(counts.toSorted((one, other) => one - other));
		expect(counts.at(-1)).toBe(5);
	});
});

const searched: string[] = [];
const searchedText = ({ name }: User) => {
	searched.push(name);
	return name;
};

function SearchedScreen({ width, height }: ScreenProps) {
	const list = useList({ items: users, keyOf, textOf: searchedText, columns });
	return <List list={list} columns={columns} width={width} height={height} empty="No users match." />;
}

it("prepares the rows while the filter is begun, so that its first letter does not wait for all of them", async () => {
	const { session } = createFakeSession();
	const app = await draw(
		<ConsoleApp
			open={async () => session}
			profileName="demo"
			screens={screens.map((screen) => ({ ...screen, load: async () => SearchedScreen }))}
			begin="people"
			now={() => at}
		/>,
	);
	await app.see("Ada Brink");
	await app.press("j");
	expect(searched).toEqual([]);
	await app.press("/");
	await app.until(() => expect(searched).toEqual(users.map(keyOf)));
	await app.type("ada");
	await app.see("1 of 3");
	expect(searched).toHaveLength(users.length);
});
