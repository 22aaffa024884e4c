import { Box } from "ink";
import { useEffect, useState } from "react";
import { describe, expect, it } from "vitest";
import type { Column } from "../../../../src/tui/components/list/column.ts";
import { List } from "../../../../src/tui/components/list/list.tsx";
import { useList } from "../../../../src/tui/hooks/use-list.ts";
import { KeyRoot } from "../../../../src/tui/keys/key-root.tsx";
import { draw } from "../../render-console.tsx";

const rows = Array.from({ length: 12 }, (_, at) => `Person ${at + 1}`);
const none: readonly string[] = [];
const text = (row: string) => row;

function Rows({ last }: { readonly last: Column<string> }) {
	const columns = [{ title: "Name", width: 12, text }, last];
	const list = useList({ items: rows, keyOf: text, textOf: text, columns });
	return (
		<KeyRoot ready>
			<Box>
				<List list={list} columns={columns} width={32} height={8} empty="None." />
			</Box>
		</KeyRoot>
	);
}

function NoRows({ empty }: { readonly empty: string }) {
	const list = useList({ items: none, keyOf: text, textOf: text, columns: name });
	return (
		<KeyRoot ready>
			<List list={list} columns={name} width={32} height={8} empty={empty} />
		</KeyRoot>
	);
}

const many = Array.from({ length: 2500 }, (_, at) => `Person ${String((at * 7) % 2500)}`);
const name: readonly Column<string>[] = [{ title: "Name", width: 12, text }];

function ManyRows() {
	const list = useList({ items: many, keyOf: text, textOf: text, columns: name });
	return (
		<KeyRoot ready>
			<List list={list} columns={name} width={60} height={8} empty="None." />
		</KeyRoot>
	);
}

function Reading({ read }: { readonly read: Promise<readonly string[]> }) {
	const [items, setItems] = useState<readonly string[] | null>(null);
	useEffect(() => void read.then(setItems), [read]);
	const list = useList({ items: items ?? none, keyOf: text, textOf: text, reading: items === null });
	return (
		<KeyRoot ready>
			<List list={list} columns={name} width={60} height={8} empty={items === null ? "Reading…" : "None."} />
		</KeyRoot>
	);
}

describe("a list that is still being read", () => {
	it("says why it is empty, wrapped without a space before the next line", async () => {
		const app = await draw(<NoRows empty="The application has no job now Press p." />);
		await app.see("Press p.");
		expect(app.lines().map((line) => line.trimEnd())).toContain("  Press p.");
	});

	it("moves once there are rows, from the first one, and from there as usual", async () => {
		const { promise, resolve } = Promise.withResolvers<readonly string[]>();
		const app = await draw(<Reading read={promise} />);
		await app.see("Reading…");
		await app.press("j", "j", "j", "k");
		resolve(rows);
		await app.see(/^❯ Person 3 *$/m);
		await app.press("j");
		await app.see(/^❯ Person 4 *$/m);
		await app.press("g", "g");
		await app.see(/^❯ Person 1 *$/m);
	});
});

describe("many rows", () => {
	it("are sorted in both directions, with the cursor on its row", async () => {
		const app = await draw(<ManyRows />);
		await app.press("j", "S");
		await app.see(/^❯ Person 7 *$/m);
		await app.see(/^ {2}Person 8 *$/m);
		await app.see("8 of 2,500");
		await app.press("S");
		await app.see(/^ {2}Person 6 *$/m);
		await app.see("2,493 of 2,500");
		await app.press("S");
		await app.see(/^ {2}Person 14 *$/m);
		await app.see("2 of 2,500");
	});
});

describe("the position in a list", () => {
	it("is beside the titles where the last one leaves room", async () => {
		const app = await draw(<Rows last={{ title: "Role", width: 17, text: () => "User" }} />);
		await app.see(/^ {2}Name +Role +1 of 12 ▁$/m);
		expect(app.lines().filter((line) => line.includes("Person"))).toHaveLength(7);
		await app.press("G");
		await app.see(/12 of 12 █$/m);
	});

	it("is below the rows where it would cover a title, at every row", async () => {
		const app = await draw(<Rows last={{ title: "Last result", width: 17, text: () => "created" }} />);
		await app.see(/^ {2}Name +Last result *$/m);
		await app.see(/^ +1 of 12 ▁$/m);
		expect(app.lines().filter((line) => line.includes("Person"))).toHaveLength(6);
		await app.press("G");
		await app.see(/^ +12 of 12 █$/m);
		await app.see(/^ {2}Name +Last result *$/m);
	});
});
