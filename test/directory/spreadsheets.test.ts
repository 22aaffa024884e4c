import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { header, writtenFiles } from "./written-files.ts";

const { folder, read, refused, codes, attributes } = writtenFiles();

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
