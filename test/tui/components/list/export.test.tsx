import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Box } from "ink";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Column } from "../../../../src/tui/components/list/column.ts";
import { List } from "../../../../src/tui/components/list/list.tsx";
import { useList } from "../../../../src/tui/hooks/use-list.ts";
import { KeyRoot } from "../../../../src/tui/keys/key-root.tsx";
import { entry, person } from "../../fake-data.ts";
import { createFakeSession } from "../../fake-session.ts";
import { draw, drawConsole } from "../../render-console.tsx";

type Row = { readonly name: string; readonly role: string };

const rows: readonly Row[] = [
	{ name: "=HYPERLINK(1)", role: "User" },
	{ name: 'Ada "the\u001B[2J first"', role: "Analyst" },
];
const columns: readonly Column<Row>[] = [
	{ title: "Name", width: 14, text: ({ name }) => name },
	{ title: "Role", width: 30, optional: 1, text: ({ role }) => role },
];
const keyOf = ({ name }: Row) => name;

function Rows({ width }: { readonly width: number }) {
	const list = useList({ items: rows, keyOf, textOf: keyOf, columns });
	return (
		<KeyRoot ready>
			<Box>
				<List list={list} columns={columns} width={width} height={10} empty="None." />
			</Box>
		</KeyRoot>
	);
}

function folder() {
	const made = mkdtempSync(join(tmpdir(), "export-"));
	onTestFinished(() => rmSync(made, { recursive: true }));
	return made;
}

describe("an export", () => {
	it("has every column at any width, and is harmless for spreadsheets and terminals", async () => {
		const file = join(folder(), "rows.csv");
		const app = await draw(<Rows width={22} />);
		await app.seeNot("Role");
		await app.press("E");
		await app.see("Export to");
		await app.paste(file);
		await app.press("enter");
		await app.seeNot("Export to");
		expect(readFileSync(file, "utf8")).toBe(
			'Name,Role\r\n"\'=HYPERLINK(1)",User\r\n"Ada ""the first""",Analyst\r\n',
		);
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	it("has the date of times that a list shows without it, and no signs of marks", async () => {
		const file = join(folder(), "log.csv");
		const app = await drawConsole(createFakeSession({ entries: [entry(0)] }));
		await app.see("success");
		await app.press("E");
		await app.paste(file);
		await app.press("enter");
		await app.see("Exported 1 row");
		const [, row = ""] = readFileSync(file, "utf8").split("\r\n");
		expect(row).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,success,/u);
	});

	it("has the rows that match the filter, in the order of the list, as JSON", async () => {
		const file = join(folder(), "rows.json");
		const app = await draw(<Rows width={60} />);
		await app.press("/");
		await app.type("analyst");
		await app.press("enter", "E");
		await app.paste(file);
		await app.press("enter");
		await app.seeNot("Export to");
		expect(JSON.parse(readFileSync(file, "utf8"))).toEqual([{ Name: 'Ada "the first"', Role: "Analyst" }]);
	});

	it("expands ~, and asks before it replaces a file", async () => {
		const home = folder();
		vi.stubEnv("HOME", home);
		onTestFinished(() => {
			vi.unstubAllEnvs();
		});
		const file = join(home, "people.csv");
		writeFileSync(file, "kept");
		const app = await drawConsole(createFakeSession({ people: [person(0)] }), { begin: "people" });
		await app.see("Ada Brink");
		await app.press("E");
		await app.type("~/people.csv");
		await app.press("enter");
		await app.see("~/people.csv exists. Press Enter again to replace it");
		expect(readFileSync(file, "utf8")).toBe("kept");
		await app.press("escape");
		await app.seeNot("Export to");
		expect(readFileSync(file, "utf8")).toBe("kept");
		await app.press("E");
		await app.type("~/people.csv");
		await app.press("enter");
		await app.see("exists.");
		await app.press("enter");
		await app.see("Exported 1 row to ~/people.csv.");
		expect(readFileSync(file, "utf8")).toContain("Ada Brink");
	});

	it("completes the path with Tab, and lists its completions", async () => {
		const home = folder();
		writeFileSync(join(home, "people-2025.csv"), "");
		writeFileSync(join(home, "people-2026.csv"), "");
		const app = await drawConsole(createFakeSession({ people: [person(0)] }), { begin: "people" });
		await app.see("Ada Brink");
		await app.press("E");
		await app.paste(join(home, "pe"));
		await app.press("tab");
		await app.see("people-2025.csv  people-2026.csv");
		await app.see("Ada Brink");
		await app.type("6");
		await app.seeNot("people-2025.csv");
		await app.press("tab");
		await app.see("people-2026.csv");
		await app.press("enter");
		await app.see(/people-2026\.csv exists\./);
	});

	it("names what is wrong with a file, and keeps what was typed", async () => {
		const home = folder();
		const app = await drawConsole(createFakeSession({ people: [person(0)] }), { begin: "people" });
		await app.see("Ada Brink");
		await app.press("E");
		await app.paste(join(home, "people"));
		await app.press("enter");
		await app.see("must end with .csv or .json");
		await app.paste("/none/people.csv");
		await app.press("enter");
		await app.see("Can't write");
		await app.see("Export to");
	});
});

describe("a copy", () => {
	it("is the row, or the cell of the sorted column", async () => {
		const app = await drawConsole(createFakeSession({ people: [person(0)] }), { begin: "people" });
		await app.see("Ada Brink");
		await app.press("y");
		await app.see("Copied the row");
		await app.press("S", "S", "S", "Y");
		await app.see(/Copied the cell \w/u);
	});
});
