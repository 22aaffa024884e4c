import { appendFileSync, closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkSourceFile, type SourceFileUnderstood } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { temporaryFolder } from "./folder.ts";

const folder = temporaryFolder();
const header = "id,userPrincipalName,accountEnabled,role\n";

async function read(name: string, content: string | Buffer): Promise<SourceFileUnderstood> {
	const { understood, problems } = await checkSourceFile(folder.write(name, content));
	if (understood === null) throw new Error(problems[0]?.message);
	return understood;
}
async function refused(name: string, content: string | Buffer) {
	const { understood, problems } = await checkSourceFile(folder.write(name, content));
	expect(understood).toBeNull();
	const [problem] = problems;
	return { message: problem?.message ?? "", line: problem?.line, column: problem?.column };
}
async function codes(name: string, content: string | Buffer) {
	return (await checkSourceFile(folder.write(name, content))).problems.map(({ code }) => code);
}
async function attributes(name: string, content: string, id: string) {
	return (await openFileDirectory(folder.write(name, content)).user(id, []))?.attributes;
}

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

describe("spreadsheets", () => {
	it("skips empty rows, empty columns and empty cells after the last column", async () => {
		const text =
			"userPrincipalName,accountEnabled,role,,\na@x,true,User,,\n , , , ,\n,,,,\nb@x,false,User,,,,\n";
		expect(await read("wide.csv", text)).toMatchObject({ users: 2, enabled: 1 });
		expect(await codes("wide.csv", text)).toEqual([]);
	});

	it("skips lines of blanks, and counts the rows after them", async () => {
		const text = `${header}1,a@x,true,User\n   \n\t\n , \n2,b@x,false,User\n3,mailto:c@x,true,User\n \n`;
		expect(await read("lines.csv", text)).toMatchObject({ users: 3, enabled: 2 });
		const { problems } = await checkSourceFile(folder.write("lines.csv", text));
		expect(problems).toMatchObject([{ code: "not-an-address", line: 7, column: 3 }]);
	});

	it("names how to export the members of an object that is written as text", async () => {
		const text =
			"id,userPrincipalName,accountEnabled,role,EmployeeOrgData\n1,a@x,true,User,@{CostCenter=7}\n";
		expect((await checkSourceFile(folder.write("object.csv", text))).problems).toMatchObject([
			{
				code: "lost-values",
				line: 2,
				column: 17,
				fix: expect.stringContaining("EmployeeOrgData.CostCenter"),
			},
		]);
	});

	it.each(["   \n\n", "\t\n", ",,,\n", " ; ;\n", "sep=,\n \n"])(
		"skips %j above the header",
		async (above) => {
			const text = `${above}${header}1,a@x,false,User\n2,mailto:b@x,true,User\n`;
			expect(await read("above.csv", text)).toMatchObject({ users: 2, enabled: 1 });
			const line = above.split("\n").length + 2;
			const { problems } = await checkSourceFile(folder.write("above.csv", text));
			expect(problems).toMatchObject([{ code: "not-an-address", line, column: 3 }]);
		},
	);

	it("refuses a value after the last column, and a row that is too short", async () => {
		expect(await refused("value.csv", `${header}1,a@x,true,User,x\n`)).toMatchObject({
			message: "value.csv: line 2: 5 columns, but the header has 4.",
			line: 2,
		});
		expect(await refused("cut.csv", `${header}1,a@x,true,User\n2,b@x,tr`)).toMatchObject({
			message:
				"cut.csv: line 3: 3 columns, but the header has 4; complete the row, or remove it if it is not a user.",
			line: 3,
		});
	});

	it("reads headings with no-break and zero-width spaces, and Role(s)", async () => {
		const text =
			"\u00a0User Principal\u00a0Name\u200b,account_enabled\u200b,Role(s)\u00a0\na@x,false,Analyst\n";
		expect(await read("blanks.csv", text)).toMatchObject({
			enabled: 0,
			roles: [{ role: "Analyst", users: 1 }],
			columns: { used: [{ heading: "User Principal\u00a0Name" }, { heading: "account_enabled" }, {}] },
		});
	});

	it("reads a heading that is a name in JavaScript like any other", async () => {
		const text = "User principal name,constructor,Block credential,role\na@x,1,False,User\n";
		expect(await attributes("constructor.csv", text, "a@x")).toMatchObject({ constructor: "1" });
		const json = '[{"id":"1","userPrincipalName":"a@x","constructor":"y","toString":"z","role":"User"}]';
		expect(await attributes("constructor.json", json, "1")).toMatchObject({
			constructor: "y",
			toString: "z",
		});
	});

	it("reports an unsupported delimiter", async () => {
		expect((await refused("sep.csv", "sep=|\nuserPrincipalName|role\n")).message).toContain(
			'line 1: the delimiter "|" is not supported; separate the cells with commas, semicolons or tabs',
		);
		expect((await refused("pipe.csv", "userPrincipalName|role\na@x|User\n")).message).toContain(
			"the header is not separated by commas, semicolons or tabs. Found: userPrincipalName|role",
		);
	});

	it("reads roles on several lines of a cell, and warns of roles joined otherwise", async () => {
		const rows = `1,a@x,true,"Analyst\nAdministrator"\n`;
		expect((await read("lines.csv", header + rows)).roles).toEqual([
			{ role: "Analyst", users: 1 },
			{ role: "Administrator", users: 1 },
		]);
		for (const role of ["Analyst, Administrator", "Analyst|Administrator"])
			expect(await codes("joined.csv", `${header}1,a@x,true,"${role}"\n`)).toEqual(["joined-roles"]);
	});

	it.each(["Enabled", "isActive", "Account Status", "Blocked", "Sign-in status"])(
		"suggests the column %s as accountEnabled, which it is not read as",
		async (heading) => {
			const path = folder.write("enabled.csv", `userPrincipalName,${heading},role\na@x,False,User\n`);
			expect((await checkSourceFile(path)).problems).toMatchObject([
				{
					code: "account-enabled-missing",
					line: 1,
					column: 19,
					message: expect.stringContaining(`whatever the column ${heading} holds`),
					fix: expect.stringContaining(`Rename the column ${heading} to accountEnabled`),
				},
			]);
		},
	);

	it.each(["Block sign in", "Block credential", "BlockCredential", "Sign-in blocked"])(
		"reads %s as the opposite of accountEnabled",
		async (heading) => {
			const text = `userPrincipalName,${heading},role\na@x,True,User\nb@x,No,User\n`;
			expect(await attributes("blocked.csv", text, "a@x")).toMatchObject({ accountEnabled: false });
			expect(await attributes("blocked.csv", text, "b@x")).toMatchObject({ accountEnabled: true });
		},
	);

	it("suggests a role column named in another language", async () => {
		for (const heading of ["Rolle", "Rôle", "Rol", "Ruolo"]) {
			const path = folder.write(
				"language.csv",
				`userPrincipalName,accountEnabled,${heading}\na@x,true,User\n`,
			);
			expect((await checkSourceFile(path)).problems[0]?.fix).toContain(
				`Rename the column ${heading} to role`,
			);
		}
	});

	it("warns when all users have no role, no assignment, or are disabled", async () => {
		expect(await codes("roles.csv", `${header}1,a@x,true,\n2,b@x,true, \n`)).toEqual(["no-roles"]);
		expect(await codes("dashes.csv", `${header}1,a@x,true,-\n2,b@x,true,-\n`)).toEqual(["no-assignments"]);
		expect(await codes("off.csv", `${header}1,a@x,false,User\n2,b@x,false,User\n`)).toEqual(["all-disabled"]);
		expect(await codes("off-one.csv", `${header}1,a@x,false,User\n`)).toEqual([]);
		const users = ["", null].map((role, id) => ({
			id: `${id}`,
			userPrincipalName: `${id}@x`,
			accountEnabled: true,
			role,
		}));
		expect(await codes("roles.json", JSON.stringify(users))).toEqual(["no-roles"]);
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
		const path = folder.write("growing.csv", `${header}${"1,a@x,true,User\n".padEnd(30_000_000, "\n")}`);
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
