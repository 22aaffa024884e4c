import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { everyUser } from "./every-user.ts";
import { temporaryFolder } from "./folder.ts";
import { files, usersOf } from "./source-file.ts";

const folder = temporaryFolder();

const warnings = async (name: string) =>
	(await checkSourceFile(join(files, name))).problems.map(
		({ code, line, column }) => `${code} ${line}:${column}`,
	);

describe("what is probably not meant", () => {
	it.each([
		["powershell-account-enabled-empty.csv", ["account-enabled-empty 2:110"]],
		["az-ad-user-list.json", ["no-roles null:null", "account-enabled-missing null:null"]],
		["system-string-array.csv", ["no-roles 1:null", "lost-values 2:116", "lost-values 2:134"]],
		["powershell-depth.json", ["no-roles null:null", "lost-values 10:23"]],
		["powershell-5-lost-letters.csv", ["lost-letters 3:69", "lost-letters 3:81"]],
		["no-roles.csv", ["no-roles 1:null"]],
		["invisible-characters.csv", ["invisible-characters 3:1", "invisible-characters 3:24"]],
		["duplicate-names.csv", ["duplicate-user-name 3:4"]],
		["shared-address.csv", ["shared-address 4:25"]],
		["entra-template.csv", ["no-roles 2:null", "example-row 3:22", "no-mail null:null"]],
		["microsoft-365.csv", ["no-roles 1:null", "no-mail null:null"]],
		[
			"microsoft-365-template.csv",
			["no-roles 1:null", "account-enabled-missing null:null", "no-mail null:null"],
		],
		["excel-total.csv", ["no-user-name 5:1"]],
		["excel-digits.csv", ["lost-digits 2:31"]],
		["joined-roles.csv", ["joined-roles 2:36", "id-empty 3:1"]],
		["empty-roles.csv", ["all-disabled 2:31", "no-roles 2:37"]],
		["users-and-assignments.json", []],
		["excel-sep.csv", []],
		["excel-german.csv", []],
		["powershell-5-list.json", []],
	])("%s has the warnings %j", async (name, expected) => {
		expect(await warnings(name)).toEqual(expected);
	});

	it("names roles that no role can be called", async () => {
		const rows = ["a@x,true,User", "b@x,true,NULL", "c@x,true,\u202EUser", "d@x,true,Us\u00A0er;NULL"];
		const path = folder.write("roles.csv", `userPrincipalName,accountEnabled,role\n${rows.join("\n")}\n`);
		expect((await checkSourceFile(path)).problems).toMatchObject([
			{
				code: "invisible-characters",
				line: 4,
				column: 10,
				count: 2,
				message: expect.stringContaining("U+202E"),
			},
			{ code: "no-value", line: 3, column: 10, count: 2, message: expect.stringContaining("the word NULL") },
		]);
	});

	it("names the command that exports accountEnabled", async () => {
		const { problems } = await checkSourceFile(join(files, "powershell-account-enabled-empty.csv"));
		expect(problems[0]).toMatchObject({
			severity: "warning",
			count: 2,
			fix: expect.stringMatching(/Get-MgUser -All -Property \S*AccountEnabled/),
		});
	});

	it("counts users whose accountEnabled is empty beside others", async () => {
		const path = folder.write("some.csv", "userPrincipalName,accountEnabled,role\na@x,true,User\nb@x,,-\n");
		expect((await checkSourceFile(path)).problems).toMatchObject([
			{ code: "account-enabled-empty", line: 3, column: 5, count: 1 },
		]);
	});

	it("never reads the name of a type as a value", async () => {
		const [user] = (await usersOf("system-string-array.csv")).values();
		expect(user).toMatchObject({ businessPhones: [], proxyAddresses: [] });
	});

	it("names the invisible character of an address, and where it is", async () => {
		const { problems } = await checkSourceFile(join(files, "invisible-characters.csv"));
		expect(problems.map(({ message }) => message)).toEqual([
			expect.stringContaining("(U+200B)"),
			expect.stringContaining("(U+00A0)"),
		]);
		for (const [value, code] of [
			[" a@x", "U+0020"],
			["a@x\t", "U+0009"],
			["a\u0000@x", "U+0000"],
			["a@x\ufeff", "U+FEFF"],
			["a\u00ad@x", "U+00AD"],
		] as const) {
			const user = { id: "1", userPrincipalName: value, accountEnabled: true, role: "User" };
			const path = folder.write("invisible.json", JSON.stringify([user]));
			expect((await checkSourceFile(path)).problems).toMatchObject([
				{ code: "invisible-characters", message: expect.stringContaining(code), count: 1 },
			]);
		}
	});

	it.each([
		["givenName", "A\u0000da", "U+0000"],
		["surname", "Love\ud83dlace", "U+D83D"],
		["jobTitle", "\u001b[31mCountess", "U+001B"],
	])("names the character of %s that can't be written", async (attribute, value, code) => {
		const user = {
			id: "1",
			userPrincipalName: "ada@x",
			accountEnabled: true,
			role: "User",
			[attribute]: value,
		};
		const path = folder.write("unwritable.json", JSON.stringify([user]));
		const { problems } = await checkSourceFile(path);
		expect(problems).toMatchObject([
			{ code: "invisible-characters", message: expect.stringContaining(`(${code})`), count: 1, line: 1 },
		]);
		expect(problems[0]?.message).toMatch(/^[^\p{Cc}\p{Cs}]*$/u);
	});

	it("does not take letters, accents and joined emoji in names for invisible characters", async () => {
		const users = ["zoë@fabrikam.example", "o'neil@fabrikam.example", "李@fabrikam.example"].map(
			(userPrincipalName, id) => ({ id: `${id}`, userPrincipalName, accountEnabled: true, role: "User" }),
		);
		const path = folder.write("visible.json", JSON.stringify(users));
		expect((await checkSourceFile(path)).problems).toEqual([]);
	});

	it.each(["Assigned Role", "Sumo roles", "Role name"])(
		"suggests the column %s as the role",
		async (heading) => {
			const path = folder.write(
				"similar.csv",
				`userPrincipalName,accountEnabled,${heading}\na@x,true,Analyst\n`,
			);
			expect((await checkSourceFile(path)).problems).toMatchObject([
				{ code: "no-roles", fix: `Rename the column ${heading} to role if it holds each user's role.` },
			]);
		},
	);

	it("says that a role beside users is not read", async () => {
		const users = [{ id: "1", userPrincipalName: "a@x", accountEnabled: true, role: "Analyst" }];
		const path = folder.write("users-with-role.json", JSON.stringify({ users }));
		expect((await checkSourceFile(path)).problems).toMatchObject([
			{ code: "no-assignments", message: expect.stringContaining("a user's role is not read") },
		]);
	});

	it("warns of a file without users, and of a document without assignments", async () => {
		const none = folder.write("none.csv", "userPrincipalName,role\n");
		expect((await checkSourceFile(none)).problems).toMatchObject([{ code: "no-users" }]);
		const bare = folder.write("bare.json", '{"users": [{"id": "u1", "accountEnabled": true}]}');
		expect((await checkSourceFile(bare)).problems).toMatchObject([{ code: "no-assignments", count: 1 }]);
	});

	it("warns of two headings for one attribute, and uses Graph's name", async () => {
		const path = folder.write(
			"two.csv",
			"userPrincipalName,mobile,mobilePhone,accountEnabled,role,\na@x,1,2,true,User,x\n",
		);
		expect((await checkSourceFile(path)).problems).toMatchObject([
			{ code: "same-attribute", line: 1, column: 19 },
			{ code: "unnamed-column", line: 1, column: 58 },
		]);
		expect(await openFileDirectory(path).user("a@x", [])).toMatchObject({ attributes: { mobilePhone: "2" } });
	});

	it("warns of two columns of roles, and uses the one called role", async () => {
		const path = folder.write(
			"roles.csv",
			"userPrincipalName,appRole,accountEnabled,role\na@x,Analyst,true,User\n",
		);
		const { problems, understood } = await checkSourceFile(path);
		expect(problems).toMatchObject([{ code: "same-attribute", line: 1, column: 19 }]);
		expect(understood?.roles).toMatchObject([{ role: "User", users: 1 }]);
	});

	it("names an address that enabled, assigned users share, and counts them", async () => {
		const { problems } = await checkSourceFile(join(files, "shared-address.csv"));
		expect(problems).toMatchObject([{ code: "shared-address", count: 3 }]);
		expect(problems[0]?.message).toContain("line 2 and line 4; in all, 3 users share an address");
		const list = [
			{ id: "1", userPrincipalName: "a@x", mail: "t@x", accountEnabled: true, role: "User" },
			{ id: "2", userPrincipalName: "b@x", mail: "T@x ", accountEnabled: true, role: "-" },
			{ id: "3", userPrincipalName: "c@x", mail: "T@x", accountEnabled: true, role: ["User"] },
		];
		const path = folder.write("shared.json", JSON.stringify(list));
		const codes = (await checkSourceFile(path)).problems.filter(({ code }) => code === "shared-address");
		expect(codes).toMatchObject([{ count: 2, message: expect.stringContaining("[0] and [2].") }]);
	});

	it("is data of the source too", async () => {
		const directory = openFileDirectory(join(files, "no-roles.csv"));
		expect(await directory.problems?.()).toMatchObject([{ code: "no-roles", line: 1, count: 1 }]);
	});
});

describe("the error of a formula in a spreadsheet", () => {
	it.each(["#N/A", "#NV", "#VALEUR !", "#DIV/0!", "#NAME?"])(
		"is read as empty, with a warning: %s",
		async (error) => {
			const path = folder.write(
				"formula.csv",
				`id,userPrincipalName,department,accountEnabled,role\n1,a@x.example,${error},true,User\n`,
			);
			expect((await checkSourceFile(path)).problems).toMatchObject([
				{
					severity: "warning",
					code: "lost-values",
					line: 2,
					message: `department is "${error}", the error of a formula in a spreadsheet: it is read as empty.`,
				},
			]);
			const [user] = await everyUser(await openFileDirectory(path).read(null, []));
			expect(user?.attributes.department).toBeNull();
		},
	);
});
