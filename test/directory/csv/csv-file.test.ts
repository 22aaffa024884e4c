import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvFormat } from "../../../src/directory/csv/csv-file.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { defaultAccessId } from "../../../src/source/app-role.ts";
import { everyUser } from "../every-user.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const parse = (text: string) => csvFormat.parse(text, "users.csv");
const failure = (text: string): string => {
	try {
		parse(text);
	} catch (error) {
		expect(error).toMatchObject({ name: "DirectoryError", code: "invalid" });
		return error instanceof Error ? error.message : "";
	}
	return "";
};
const grants = (text: string) =>
	parse(text).state.assignments.map(({ principalId, appRoleId }) => [principalId, appRoleId]);

const table = [
	"id,userPrincipalName,displayName,accountEnabled,businessPhones,employeeOrgData.division,role",
	'u1,Ada@contoso.com,"Lovelace, Ada",TRUE,+44 1;+44 2,Engines,Analyst;User',
	'u2,bob@contoso.com,"Bob ""the builder""",false,,,',
	"u3,eve@contoso.com,Eve,,,,-",
	"",
].join("\n");

describe("reading a CSV file", () => {
	it("gives a user for each row, with values of their kinds", async () => {
		const directory = openFileDirectory(folder.write("read.csv", table));
		const users = await everyUser(await directory.read(null, []));
		expect(users.map(({ attributes }) => attributes)).toEqual([
			{
				id: "u1",
				userPrincipalName: "Ada@contoso.com",
				displayName: "Lovelace, Ada",
				accountEnabled: true,
				businessPhones: ["+44 1", "+44 2"],
				"employeeOrgData.division": "Engines",
			},
			{
				id: "u2",
				userPrincipalName: "bob@contoso.com",
				displayName: 'Bob "the builder"',
				accountEnabled: false,
				businessPhones: [],
				"employeeOrgData.division": null,
			},
			{
				id: "u3",
				userPrincipalName: "eve@contoso.com",
				displayName: "Eve",
				accountEnabled: null,
				businessPhones: [],
				"employeeOrgData.division": null,
			},
		]);
		expect(directory.label).toBe("read.csv");
		expect(await directory.groups()).toEqual([]);
	});

	it("assigns by the role column: several roles, none named, not at all", () => {
		expect(grants(table)).toEqual([
			["u1", "Analyst"],
			["u1", "User"],
			["u2", defaultAccessId],
		]);
		expect(parse(table).state.roles).toEqual([
			{ id: "Analyst", value: "Analyst", displayName: "Analyst" },
			{ id: "User", value: "User", displayName: "User" },
		]);
	});

	it("takes the user principal name in lower case for an id that is not given", () => {
		expect([...parse("userPrincipalName\nAda@Contoso.com").users.keys()]).toEqual(["ada@contoso.com"]);
		expect([...parse("id,userPrincipalName\n,Ada@x\nu2,b@x").users.keys()]).toEqual(["ada@x", "u2"]);
	});

	it("assigns all users when there is no role column", () => {
		expect(grants("userPrincipalName\na@x\nb@x")).toEqual([
			["a@x", defaultAccessId],
			["b@x", defaultAccessId],
		]);
	});

	it("understands commas, semicolons and tabs, any line ends, a byte order mark and PowerShell's capitals", () => {
		for (const delimiter of [",", ";", "\t"]) {
			for (const end of ["\n", "\r\n", "\r"]) {
				const rows = [
					["Id", "UserPrincipalName", "Role"],
					["u1", "a@x", '"User;Analyst"'],
					["u2", "b@x", "-"],
				];
				const text = `\uFEFF${rows.map((row) => row.join(delimiter)).join(end)}${end}`;
				expect(grants(text)).toEqual([
					["u1", "User"],
					["u1", "Analyst"],
				]);
			}
		}
	});

	it("passes over empty lines and rows of empty cells", () => {
		expect(parse("id,userPrincipalName\n\nu1,a@x\n,\n\nu2,b@x\n,").users.size).toBe(2);
	});

	it("is unchanged for equal content", async () => {
		const path = folder.write("same.csv", table);
		const first = await openFileDirectory(path).read(null, []);
		expect((await openFileDirectory(path).read(first.watermark(), [])).kind).toBe("unchanged");
		writeFileSync(path, `${table}u4,dan@contoso.com,Dan,,,,\n`);
		expect((await openFileDirectory(path).read(first.watermark(), [])).kind).toBe("full");
	});
});

describe("a broken CSV file", () => {
	it("is reported with its line and the reason", () => {
		expect(failure("userPrincipalName,mail\na@x,a@x\nb@x\n")).toBe(
			"users.csv: line 3: 1 column, but the header has 2; complete the row, or remove it if it is not a user.",
		);
		expect(failure('userPrincipalName,mail\na@x,"open\nb@x,b\n')).toBe(
			"users.csv: line 2: a quotation mark that opens in this row is never closed.",
		);
		expect(failure('userPrincipalName,mail\na@x,b"c\n')).toContain(
			"line 2: a quotation mark in the middle of a cell",
		);

		expect(failure('userPrincipalName,mail\na@x,"b"c\n')).toContain(
			"line 2: a quotation mark in the middle of a cell",
		);
		expect(failure("userPrincipalName,accountEnabled\na@x,perhaps")).toBe(
			'users.csv: line 2: accountEnabled is "perhaps", not true or false; write true or false in this column.',
		);
		expect(failure("userPrincipalName,mail\n,m@x")).toBe(
			"users.csv: line 2: the userPrincipalName is missing; fill it in, or remove the row if it is not a user.",
		);
	});

	it("is reported for a user who appears twice, with both lines", () => {
		expect(failure('userPrincipalName,x\na@x,"1\n2"\n\nA@X,2')).toBe(
			"users.csv: line 5: the userPrincipalName a@x is already on line 2.",
		);
		expect(failure("id,userPrincipalName\nu1,a@x\nu1,b@x")).toBe(
			"users.csv: line 3: the id u1 is already on line 2.",
		);
	});

	it("is reported for an invalid header", () => {
		expect(failure("name,mail\nx,y")).toContain("line 1: the header has no column userPrincipalName");
		expect(failure("userPrincipalName,Mail,mail\n")).toContain("the column mail appears twice");
		expect(failure("")).toContain("the file is empty");
	});
});

describe("changing a CSV file", () => {
	it("rewrites the role cell of that row, and leaves everything else byte for byte", async () => {
		const path = folder.write("change.csv", table);
		const directory = openFileDirectory(path);
		await directory.assign({ id: "u3", type: "User" }, "User");
		expect(readFileSync(path, "utf8")).toBe(table.replace("Eve,,,,-", "Eve,,,,User"));
		await directory.assign({ id: "u3", type: "User" }, "Analyst");
		expect(readFileSync(path, "utf8")).toBe(table.replace("Eve,,,,-", "Eve,,,,User;Analyst"));
		await directory.unassign("u3/User");
		await directory.unassign("u3/Analyst");
		expect(readFileSync(path, "utf8")).toBe(table);
		await directory.unassign(`u2/${defaultAccessId}`);
		expect(readFileSync(path, "utf8")).toBe(table.replace('"",false,,,', '"",false,,,-'));
		await directory.assign({ id: "u2", type: "User" }, defaultAccessId);
		expect(readFileSync(path, "utf8")).toBe(table);
	});

	it("puts several roles into quotes where the semicolon is the delimiter", async () => {
		const path = folder.write(
			"semicolon.csv",
			"\uFEFFuserPrincipalName;role;x\r\na@x;User;1\r\nb@x;Analyst;2\r\n",
		);
		await openFileDirectory(path).assign({ id: "a@x", type: "User" }, "Analyst");
		expect(readFileSync(path, "utf8")).toBe(
			'\uFEFFuserPrincipalName;role;x\r\na@x;"User;Analyst";1\r\nb@x;Analyst;2\r\n',
		);
	});

	it("refuses a role that the file does not know, and a file without roles", async () => {
		const known = openFileDirectory(folder.write("known.csv", table));
		await expect(known.assign({ id: "u1", type: "User" }, "Boss")).rejects.toMatchObject({
			code: "not-found",
		});
		const bare = openFileDirectory(folder.write("bare.csv", "userPrincipalName\na@x\n"));
		await expect(bare.unassign(`a@x/${defaultAccessId}`)).rejects.toMatchObject({ code: "read-only" });
	});

	it("comes back to the same text when what was assigned is unassigned, whatever the other cells hold", () => {
		const cell = fc.string({
			unit: fc.constantFrom("a", "é", "𝒳", '"', ",", ";", "\t", "\n", "\r\n", " ", "-"),
			maxLength: 6,
		});
		const layout = fc.record({
			cells: fc.array(fc.tuple(cell, cell, fc.constantFrom("-", "User;Analyst", "Analyst")), {
				minLength: 1,
				maxLength: 6,
			}),
			delimiter: fc.constantFrom(",", ";", "\t"),
			end: fc.constantFrom("\n", "\r\n"),
			lastEnd: fc.boolean(),
		});
		fc.assert(
			fc.property(layout, fc.nat(), ({ cells, delimiter, end, lastEnd }, at) => {
				const quote = (value: string) =>
					/["\r\n,;\t]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
				const rows = [
					["userPrincipalName", "displayName", "role", "city"],
					...cells.map(([name, city, role], index) => [`u${index}@x`, name, role, city]),
				];
				const text = rows.map((row) => row.map(quote).join(delimiter)).join(end) + (lastEnd ? end : "");
				const contents = parse(text);
				const principalId = `u${at % cells.length}@x`;
				const user = contents.users.get(principalId);
				expect(user?.attributes.displayName).toBe(cells[at % cells.length]?.[0] || null);
				const grant = { principalId, appRoleId: "Auditor" };
				const granted = csvFormat.withGrant(text, grant, contents, "x");
				expect(grants(granted)).toContainEqual([principalId, "Auditor"]);
				const assignment = { id: "", ...grant, principalType: "User", principalName: "" } as const;
				const back = csvFormat.withoutGrant(granted, assignment, contents, "x");
				expect(grants(back)).toEqual(grants(text));
				expect(back.replaceAll('"', "")).toBe(text.replaceAll('"', ""));
			}),
		);
	});
});
