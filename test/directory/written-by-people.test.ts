import { appendFileSync, closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { header, writtenFiles } from "./written-files.ts";

const { folder, read, refused, codes, attributes } = writtenFiles();

describe("accountEnabled as it is written", () => {
	it.each([
		["True", "False"],
		["Yes", "No"],
		["y", "n"],
		["1", "0"],
		["$true", "$false"],
		["Enabled", "Disabled"],
		["WAHR", "FALSCH"],
		["Ja", "Nein"],
		["VRAI", "FAUX"],
		["Oui", "Non"],
		["Sí", "FALSO"],
		["ИСТИНА", "ЛОЖЬ"],
		[" true ", " false "],
	])("%s and %s in a cell, and as a string in JSON", async (yes, no) => {
		expect(await read("words.csv", `${header}1,a@x,${yes},User\n2,b@x,${no},User\n`)).toMatchObject({
			users: 2,
			enabled: 1,
		});
		const users = [yes, no].map((accountEnabled, id) => ({
			id: `${id}`,
			userPrincipalName: `${id}@x`,
			accountEnabled,
			role: "User",
		}));
		expect(await read("words.json", JSON.stringify(users))).toMatchObject({ users: 2, enabled: 1 });
		expect(await attributes("words.json", JSON.stringify(users), "1")).toMatchObject({
			accountEnabled: false,
		});
	});

	it("1 and 0 as numbers in JSON", async () => {
		const text =
			'[{"id":"1","userPrincipalName":"a@x","accountEnabled":0},{"id":"2","userPrincipalName":"b@x","accountEnabled":1}]';
		expect(await attributes("numbers.json", text, "1")).toMatchObject({ accountEnabled: false });
		expect(await attributes("numbers.json", text, "2")).toMatchObject({ accountEnabled: true });
	});

	it("is inverted for a column of blocked users, in any of these words", async () => {
		const text =
			"version:v1.0\nUser name [userPrincipalName] Required,Block sign in (Yes/No) [accountEnabled]\na@x,Ja\nb@x,0\n";
		expect(await attributes("block.csv", text, "a@x")).toMatchObject({ accountEnabled: false });
		expect(await attributes("block.csv", text, "b@x")).toMatchObject({ accountEnabled: true });
	});

	it.each(["maybe", "1.0", "-1", "=TRUE()", "on hold"])(
		"refuses %s with the way to write it",
		async (text) => {
			expect(await refused("word.csv", `${header}1,a@x,${text},User\n`)).toEqual({
				message: `word.csv: line 2: accountEnabled is "${text}", not true or false; write true or false in this column.`,
				line: 2,
				column: 7,
			});
			const json = JSON.stringify([{ id: "1", userPrincipalName: "a@x", accountEnabled: text }]);
			expect((await refused("word.json", json)).message).toBe(
				`word.json: [0].accountEnabled: "${text}" is not true or false; write true or false.`,
			);
		},
	);

	it("counts an empty string in JSON as no value, with a warning", async () => {
		const text = '[{"id":"1","userPrincipalName":"a@x","accountEnabled":"","role":"User"}]';
		expect(await codes("empty.json", text)).toEqual(["account-enabled-empty"]);
	});
});

describe("ids", () => {
	it("reads numbers as text, in users, groups, roles and assignments", async () => {
		const document = {
			users: [{ id: 1, userPrincipalName: "a@x", accountEnabled: true }],
			groups: [{ id: 5, displayName: "Staff", members: [1] }],
			appRoles: [{ id: 7, value: "Analyst" }],
			assignments: [{ principalId: 5, appRole: 7 }],
		};
		expect(await read("numeric.json", JSON.stringify(document))).toMatchObject({
			assigned: 1,
			roles: [{ role: "Analyst", users: 1 }],
		});
		expect(await attributes("numeric.json", JSON.stringify(document), "1")).toMatchObject({ id: "1" });
	});

	it("refuses a number whose digits JSON loses, and a shortened one", async () => {
		expect(
			await refused("big.json", '[{"id":12345678901234567890,"userPrincipalName":"a@x"}]'),
		).toMatchObject({
			message: "big.json: [0].id: expected a string; put it in quotation marks.",
			column: 8,
		});
		expect(await refused("short.csv", `${header}1.23457E+17,a@x,true,User\n`)).toMatchObject({
			message: expect.stringContaining('line 2: the id is "1.23457E+17": a spreadsheet shortened it'),
			line: 2,
			column: 1,
		});
	});

	it("uses the user principal name in a list without ids, as in a CSV file", async () => {
		const text = '[{"userPrincipalName":"Ada@x","accountEnabled":true,"role":"User"}]';
		expect(await attributes("no-id.json", text, "ada@x")).toMatchObject({ userPrincipalName: "Ada@x" });
		expect(await read("no-id.json", text)).toMatchObject({ identifiedBy: "userPrincipalName" });
		expect((await read("no-id.json", text)).columns.used.map(({ heading }) => heading)).not.toContain("id");
		expect(await codes("no-id.json", text)).toEqual([]);
		const some = `[{"id":"1","userPrincipalName":"b@x","accountEnabled":true,"role":"User"},${text.slice(1)}`;
		expect(await codes("some-ids.json", some)).toEqual(["id-empty"]);
	});

	it("refuses an item of a list that has no user principal name", async () => {
		const text = '[{"id":"1","userPrincipalName":"a@x"},\n {"id":"2","displayName":"Staff"}]';
		expect(await refused("nameless.json", text)).toEqual({
			message: "nameless.json: [1]: the userPrincipalName is missing.",
			line: 2,
			column: 2,
		});
	});
});

describe("JSON as it is written", () => {
	it("warns of an object of attributes that was written as text, unless it is empty", async () => {
		const users = (onPremisesExtensionAttributes: string) =>
			JSON.stringify([
				{
					id: "1",
					userPrincipalName: "a@x",
					accountEnabled: true,
					role: "User",
					onPremisesExtensionAttributes,
				},
			]);
		const cut = users("@{extensionAttribute1=; extensionAttribute2=Berlin}");
		expect((await checkSourceFile(folder.write("cut.json", cut))).problems).toMatchObject([
			{ code: "lost-values", line: 1, count: 1, fix: expect.stringContaining("-Depth") },
		]);
		expect((await attributes("cut.json", cut, "1"))?.onPremisesExtensionAttributes).toBeNull();
		expect(await codes("cut.json", users("@{extensionAttribute1=; extensionAttribute2=}"))).toEqual([]);
	});

	it.each([
		['[{"id":"1","userPrincipalName":"a@x"},]', /column 39: a value expected, not "\]"\. Remove the comma/],
		['// users\n[{"id":"1"}]', /line 1, column 1: .*Remove the comment: JSON has none/],
		['[{"id":"1","x":NaN}]', /column 16: .*Write null for no value/],
		['[{"id":"1","x":True}]', /column 16: .*Write true or false in lower case/],
		["[{'id':'1'}]", /column 3: .*Use the quotation mark "/],
		['{"id":"1"}\n{"id":"2"}\n', /line 2, column 1: .*`jq -s \.`/],
		['{"users":[],\n"Users":[]}', /users and Users are the same property; remove one/],
		['{"users":[],"assignments":[],"assignments":[]}', /column 44: "assignments" appears twice/],
		[
			'{"users":[],"assignments":[{"principalId":"1","role":"A","appRole":"B"}]}',
			/assignments\[0\]\.appRole: role and appRole are the same/,
		],
		['{"users":{}}', /users: expected a list, found a map of keys and values/],
		['[{"id":"1","userPrincipalName":7}]', /\[0\]\.userPrincipalName: expected a string, found a number/],
		[
			'[{"id":"1","userPrincipalName":"a@x","roles":"A","appRole":"B"}]',
			/both roles and appRole could be the role/,
		],
		["userPrincipalName,role\na@x,User\n", /this is CSV; rename the file so that it ends in \.csv/],
	])("refuses %s with the place and the fix", async (text, message) => {
		const { message: found } = await refused("wrong.json", text);
		expect(found).toMatch(message);
		expect(found).not.toMatch(/Invalid input|received/);
	});

	it("gives the line of a property that is there in two cases", async () => {
		expect(await refused("cases.json", '{"users":[],\n "Users":[]}')).toMatchObject({ line: 2, column: 10 });
		const roles = '{"users":[],"assignments":[\n{"principalId":"1","role":"A",\n"appRole":"B"}]}';
		expect(await refused("roles.json", roles)).toMatchObject({ line: 3, column: 11 });
	});

	it("refuses JSON under the name of a CSV file", async () => {
		expect(await refused("json.csv", '\n [ {"id":"1"}]')).toMatchObject({
			message: "json.csv: line 2: this is JSON; rename the file so that it ends in .json.",
			line: 2,
		});
	});

	it("reads what Windows PowerShell makes of lists and dates, and no passwords", async () => {
		const user = {
			Id: "1",
			UserPrincipalName: "a@x",
			BusinessPhones: { value: ["1", "2"], Count: 2 },
			EmployeeHireDate: "/Date(1700000000000)/",
			PasswordProfile: { Password: "invented" },
		};
		const found = await attributes("ps5.json", JSON.stringify(user), "1");
		expect(found).toMatchObject({
			businessPhones: ["1", "2"],
			employeeHireDate: "2023-11-14T22:13:20.000Z",
		});
		expect(JSON.stringify(found)).not.toContain("invented");
	});

	it("reads the names that decide who has an account with blanks and underscores", async () => {
		const text =
			'[{"object_id":"1","user principal name":"a@x","account_enabled":false,"App Role":"Analyst"}]';
		expect(await read("snake.json", text)).toMatchObject({
			enabled: 0,
			roles: [{ role: "Analyst", users: 1 }],
		});
		expect(await attributes("snake.json", text, "1")).toMatchObject({ userPrincipalName: "a@x" });
	});
});

describe("incomplete files", () => {
	it("refuses a file in two encodings, with the line", async () => {
		const mixed = Buffer.concat([
			Buffer.from(`${header}1,a@x,true,User\n`),
			Buffer.from("2,b@x,true,User\n", "utf16le"),
		]);
		expect(await refused("mixed.csv", mixed)).toMatchObject({
			message: expect.stringContaining("line 3 holds a NUL character"),
			line: 3,
		});
	});

	it("refuses a file that another program is writing while it is read", async () => {
		const path = folder.write("growing.csv", `${header}${"1,a@x,true,User\n".padEnd(12_000_000, "\n")}`);
		const file = openSync(path, "a");
		const directory = openFileDirectory(path);
		const reading = directory.assignments().then(
			() => "read",
			(error: unknown) => (error instanceof Error ? error.message : ""),
		);
		let writing = true;
		const write = () => {
			if (!writing) return;
			appendFileSync(file, "\n");
			setImmediate(write);
		};
		write();
		const outcome = await reading;
		writing = false;
		closeSync(file);
		expect(outcome).toContain("changed while it was read, so it may not hold all users");
		expect((await directory.assignments()).assignments).toHaveLength(1);
	});
});
