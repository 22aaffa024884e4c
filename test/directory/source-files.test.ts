import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { defaultAccessId } from "../../src/source/app-role.ts";
import { everyUser } from "./every-user.ts";
import { temporaryFolder } from "./folder.ts";

const folder = temporaryFolder();
const files = join(import.meta.dirname, "files");
const nora = "11111111-2222-4333-8444-000000000001";
const li = "11111111-2222-4333-8444-000000000002";

const usersOf = async (name: string) =>
	new Map(
		(await everyUser(await openFileDirectory(join(files, name)).read(null, []))).map((user) => [
			user.id,
			user.attributes,
		]),
	);
const grantsOf = async (name: string) =>
	(await openFileDirectory(join(files, name)).assignments()).assignments.map(({ principalId, appRoleId }) => [
		principalId,
		appRoleId,
	]);
const understood = async (name: string) => {
	const { understood } = await checkSourceFile(join(files, name));
	if (understood === null) throw new Error(`${name} was refused`);
	return understood;
};
const warnings = async (name: string) =>
	(await checkSourceFile(join(files, name))).problems.map(
		({ code, line, column }) => `${code} ${line}:${column}`,
	);
const refusal = async (name: string) => {
	const { understood, problems } = await checkSourceFile(join(files, name));
	expect(understood).toBeNull();
	expect(problems).toHaveLength(1);
	return problems[0];
};

describe("the kinds of files", () => {
	it.each([
		["entra-download.csv", "entra-download", "UTF-8", 2, 1, 2],
		["entra-download-2024.csv", "entra-download", "UTF-8", 1, 1, 1],
		["powershell-get-msoluser.csv", "get-msoluser", "UTF-8", 1, 0, 1],
		["powershell-get-aduser.csv", "get-aduser", "UTF-8", 2, 1, 2],
		["joined-exports.csv", "csv", "UTF-8", 2, 2, 2],
		["entra-template.csv", "entra-template", "UTF-8", 2, 1, 2],
		["microsoft-365.csv", "microsoft-365", "UTF-8", 2, 1, 2],
		["microsoft-365-template.csv", "microsoft-365", "UTF-8", 1, 1, 1],
		["powershell-7.csv", "powershell-csv", "UTF-8", 2, 1, 2],
		["powershell-5-type-line.csv", "powershell-csv", "UTF-8", 1, 1, 1],
		["powershell-5-unicode.csv", "powershell-csv", "UTF-16LE", 1, 1, 1],
		["excel-sep.csv", "csv", "UTF-8", 2, 1, 2],
		["excel-semicolons.csv", "csv", "UTF-8", 1, 1, 1],
		["excel-german.csv", "csv", "UTF-8", 2, 1, 2],
		["powershell.json", "powershell-json", "UTF-8", 2, 1, 2],
		["powershell-5-list.json", "powershell-json", "UTF-16LE", 1, 1, 1],
		["powershell-one-user.json", "powershell-json", "UTF-8", 1, 0, 1],
		["az-ad-user-list.json", "user-list", "UTF-8", 1, 1, 1],
		["graph-answer.json", "graph-answer", "UTF-8", 2, 1, 2],
		["users-with-roles.json", "user-list", "UTF-8", 2, 1, 2],
		["users-and-assignments.json", "json", "UTF-8", 2, 1, 1],
	])("%s is read as %s in %s", async (name, kind, encoding, users, enabled, assigned) => {
		expect(await understood(name)).toMatchObject({ kind, encoding, users, enabled, assigned });
	});

	it("takes objectId as the id, so that a renamed user stays the same user", async () => {
		const before = await usersOf("entra-download.csv");
		const after = await usersOf("entra-download-renamed.csv");
		expect([...before.keys()]).toEqual([nora, li]);
		expect([...after.keys()]).toEqual([nora, li]);
		expect(after.get(nora)).toMatchObject({
			id: nora,
			userPrincipalName: "nora.lund@fabrikam.example",
			accountEnabled: true,
			onPremisesSyncEnabled: true,
		});
		expect(after.get(li)).toMatchObject({ displayName: "Li, Wei", accountEnabled: false });
	});

	it("reads blocked sign-ins as disabled users, and no passwords", async () => {
		const template = await usersOf("entra-template.csv");
		expect(template.get("nora.berg@fabrikam.example")).toMatchObject({
			accountEnabled: true,
			surname: "Berg",
		});
		expect(template.get("li.wei@fabrikam.example")).toMatchObject({ accountEnabled: false });
		expect(JSON.stringify([...template.values()])).not.toContain("invented");
		const microsoft365 = await usersOf("microsoft-365.csv");
		expect(microsoft365.get(nora)).toMatchObject({
			accountEnabled: true,
			givenName: "Nora",
			jobTitle: "Engineer",
			country: "Norway",
			proxyAddresses: ["SMTP:nora.berg@fabrikam.example", "smtp:nora@fabrikam.example"],
		});
		expect(microsoft365.get(li)).toMatchObject({ accountEnabled: false });
		expect((await usersOf("microsoft-365-template.csv")).get("nora.berg@fabrikam.example")).toMatchObject({
			givenName: "Nora",
			jobTitle: "Engineer",
			telephoneNumber: "555-0100",
			streetAddress: "Street 1",
			postalCode: "0150",
		});
	});

	it("reads names in any case, in CSV and JSON", async () => {
		expect((await usersOf("account-enabled-capital.json")).get(nora)).toMatchObject({
			accountEnabled: false,
		});
		expect((await usersOf("powershell.json")).get(li)).toMatchObject({
			userPrincipalName: "li.wei@fabrikam.example",
			accountEnabled: false,
		});
		expect((await usersOf("powershell-depth.json")).get(nora)).toMatchObject({
			extensionAttribute1: "North",
			businessPhones: [],
		});
		const mixed = folder.write(
			"case.json",
			JSON.stringify({
				Users: [
					{ ID: "u1", USERPRINCIPALNAME: "a@x", accountENABLED: "False", employeeOrgData: { Division: "D" } },
				],
				AppRoles: [{ Id: "r1", Value: "Analyst", DisplayName: "Analyst" }],
				Assignments: [{ PrincipalId: "u1", AppRoleId: "r1" }],
			}),
		);
		const directory = openFileDirectory(mixed);
		expect(await directory.user("u1", [])).toEqual({
			id: "u1",
			attributes: {
				id: "u1",
				userPrincipalName: "a@x",
				accountEnabled: false,
				"employeeOrgData.division": "D",
			},
		});
		await directory.unassign("u1/r1");
		expect(JSON.parse(readFileSync(mixed, "utf8"))).toMatchObject({ Assignments: [] });
	});

	it("takes a column called appRole, Roles or App Role as the role", async () => {
		expect(await grantsOf("column-approle.csv")).toEqual([["ada@fabrikam.example", "Analyst"]]);
		expect(await grantsOf("excel-semicolons.csv")).toEqual([["nora.berg@fabrikam.example", "Analyst"]]);
		expect(await grantsOf("powershell-7.csv")).toEqual([
			[nora, "Analyst"],
			[li, "Administrator"],
			[li, "Analyst"],
		]);
		expect(await grantsOf("users-with-roles.json")).toEqual([
			[nora, "Analyst"],
			[nora, "Administrator"],
			[li, defaultAccessId],
		]);
	});

	it("is assigned with default access by a list without roles, as by a CSV file", async () => {
		for (const name of ["az-ad-user-list.json", "graph-answer.json", "powershell.json"]) {
			const grants = await grantsOf(name);
			expect(grants.length).toBeGreaterThan(0);
			expect(new Set(grants.map(([, role]) => role))).toEqual(new Set([defaultAccessId]));
		}
	});
});

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

	it("is data of the source too", async () => {
		const directory = openFileDirectory(join(files, "no-roles.csv"));
		expect(await directory.problems?.()).toMatchObject([{ code: "no-roles", line: 1, count: 1 }]);
	});
});

describe("a source file that can't be used", () => {
	it.each([join(files, "heading-twice.csv"), join(files, "missing.csv"), files.concat(".csv")])(
		"points to the command that shows what is wrong: %s",
		async (path) => {
			const remedy = { type: "check-source-file", file: path };
			await expect(openFileDirectory(path).read(null, [])).rejects.toMatchObject({ remedy });
			await expect(openFileDirectory(path).assignments()).rejects.toMatchObject({ remedy });
		},
	);
});

describe("what is understood", () => {
	it("lists a property once, as it is written", async () => {
		const path = folder.write(
			"capitals.json",
			JSON.stringify([{ Id: "1", UserPrincipalName: "a@x.example", AccountEnabled: "True", id2: "x" }]),
		);
		const { understood } = await checkSourceFile(path);
		expect(understood?.columns.used).toEqual([
			{ heading: "Id", attribute: "id" },
			{ heading: "UserPrincipalName", attribute: "userPrincipalName" },
			{ heading: "AccountEnabled", attribute: "accountEnabled" },
			{ heading: "id2", attribute: "id2" },
		]);
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

describe("what is refused", () => {
	it.each([
		["no-user-principal-name.csv", /Found: Member object ID or user principal name .*, Name/, 1],
		["heading-twice.csv", /the column Mail appears twice/, 1],
		["duplicate-ids.csv", /line 3: the id u1 is already on line 2/, 3],
		["mixed-delimiters.csv", /line 2: .* separated by semicolons, the header by commas/, 2],
		["mixed-headings.csv", /separated by commas, but displayName;accountEnabled by semicolons/, 1],
		["graph-first-page.json", /@odata\.nextLink, so users are missing/, 19],
		["graph-error.json", /Authorization_RequestDenied: Insufficient privileges/, 2],
		["graph-delta.json", /@odata\.deltaLink and may hold changed and removed users only/, 7],
		["graph-count.json", /1 of 250 users \(@odata\.count\), so users are missing/, 2],
		["graph-batch.json", /answer to a \$batch of requests.*`jq '\[\.responses/, 2],
		["graph-pages.json", /a list of answers of Graph.*`jq '\[\.\[\]\.value\[\]\]'`/, 1],
		["graph-members.json", /item 2 is a #microsoft\.graph\.group, not a user/, 4],
		["name-twice.json", /line 6, column 23: "accountEnabled" appears twice in one object/, 6],
		["nested-too-deeply.json", /line 1, column 110: values nested too deeply/, 1],
	])("%s, with the place and the reason", async (name, message, line) => {
		expect(await refusal(name)).toMatchObject({
			severity: "error",
			code: "invalid",
			message: expect.stringMatching(message),
			line,
		});
	});

	it.each([
		["id", "#N/A,a@x.example,A,true,User", 1],
		["userPrincipalName", "1,#REF!,A,true,User", 3],
		["role", "1,a@x.example,A,true,#NV", 22],
	])("the error of a formula as %s", async (what, row, column) => {
		const path = folder.write("errors.csv", `id,userPrincipalName,displayName,accountEnabled,role\n${row}\n`);
		expect((await checkSourceFile(path)).problems).toMatchObject([
			{ severity: "error", line: 2, column, message: expect.stringContaining(`the ${what} is "#`) },
		]);
	});

	it.each([
		[
			"values.tsv",
			"None\tAda\t11111111-2222-4333-8444-000000000001\tada@x.example\n",
			/values, such as 11111111-/,
		],
		["azure.csv", "- displayName: Ada\n  id: u1\n", /this is YAML, not CSV; .*-o json/],
		["azure.txt", "DisplayName    UserPrincipalName\n-----------  -----\nAda  a@x.example\n", /-o json/],
	])("what the Azure CLI writes in other forms than JSON: %s", async (name, text, message) => {
		expect((await checkSourceFile(folder.write(name, text))).problems).toMatchObject([
			{ severity: "error", code: "invalid", line: 1, message: expect.stringMatching(message) },
		]);
	});

	it.each([
		["users.jsonl", "jq -s"],
		["users.yaml", "-o json"],
		["users.csv.gz", "Unpack it"],
		["users.xlsx", "CSV UTF-8"],
	])("%s, with how it becomes a file of users", async (name, advice) => {
		expect((await checkSourceFile(folder.write(name, "x"))).problems).toMatchObject([
			{ severity: "error", code: "invalid", message: expect.stringContaining(advice) },
		]);
	});

	it.each(["csv", "json"] as const)(
		"object ids that differ only in case, which are one user (%s)",
		async (kind) => {
			const written = ["11111111-2222-4333-8444-00000000000a", "11111111-2222-4333-8444-00000000000A"];
			for (const ids of [written, written.toReversed()]) {
				const users = ids.map((id, index) => ({ id, userPrincipalName: `u${index}@x.example` }));
				const rows = users.map(({ id, userPrincipalName }) => `${id},${userPrincipalName}\n`).join("");
				const content = kind === "csv" ? `id,userPrincipalName\n${rows}` : JSON.stringify({ users });
				const { problems } = await checkSourceFile(folder.write(`cases.${kind}`, content));
				expect(problems).toMatchObject([
					{ severity: "error", code: "invalid", message: expect.stringContaining("in another case") },
				]);
			}
		},
	);

	it.each(["csv", "json"] as const)(
		"object ids in capital letters or braces are the same user as in other exports (%s)",
		async (kind) => {
			const id = "abcdef00-2222-4333-8444-00000000000a";
			for (const written of [id.toUpperCase(), `{${id}}`]) {
				const users = [{ id: written, userPrincipalName: "a@x.example" }];
				const groups = [{ id: "g", displayName: "G", members: [written] }];
				const assignments = [{ principalId: written }, { principalId: "g" }];
				const directory = openFileDirectory(
					folder.write(
						`capital.${kind}`,
						kind === "csv"
							? `id,userPrincipalName,role\n${written},a@x.example,User\n`
							: JSON.stringify({ users, groups, assignments }),
					),
				);
				expect(await everyUser(await directory.read(null, []))).toMatchObject([{ id, attributes: { id } }]);
				expect(await directory.user(id.toUpperCase(), [])).toMatchObject({ id });
				const { assignments: given, members } = await directory.assignments();
				expect(given[0]).toMatchObject({ principalId: id, principalName: "a@x.example" });
				if (kind === "json") expect(members.get("g")).toEqual([id]);
				for (const assignment of given) await directory.unassign(assignment.id);
				expect((await directory.assignments()).assignments).toEqual([]);
			}
		},
	);

	it("ids of other kinds that differ only in case are not", async () => {
		const path = folder.write("okta.csv", "id,userPrincipalName\n00u1aB,a@x.example\n00u1Ab,b@x.example\n");
		expect((await checkSourceFile(path)).understood?.users).toBe(2);
	});

	it("a quotation mark that is never closed, with the line", async () => {
		const header = 'id,userPrincipalName,displayName\nu,u@x.example,"U\nvon ""U"""\nv,v@x.example,"V\n';
		const path = folder.write("open.csv", header + "w,w@x.example,W\n".repeat(400_000));
		expect((await checkSourceFile(path)).problems).toMatchObject([
			{ severity: "error", code: "invalid", line: 4, message: expect.stringContaining("may not be closed") },
		]);
	});

	it("refuses a list of groups, and the name of a type as a role", async () => {
		const groups = folder.write("groups.json", '{"value": [{"id": "g1", "displayName": "Staff"}]}');
		expect((await checkSourceFile(groups)).problems).toMatchObject([
			{
				code: "invalid",
				message: expect.stringContaining("has a userPrincipalName, so these are not users"),
			},
		]);
		const types = folder.write("types.csv", '"UserPrincipalName","Role"\n"a@x","System.String[]"\n');
		expect((await checkSourceFile(types)).problems).toMatchObject([
			{ code: "invalid", line: 2, column: 7, message: expect.stringContaining("-join ';'") },
		]);
	});

	it("lists the columns that could be the role", async () => {
		const path = folder.write("roles.csv", "userPrincipalName,roles,appRole\na@x,User,Analyst\n");
		const { problems } = await checkSourceFile(path);
		expect(problems[0]?.message).toContain("both roles and appRole could be the role");
	});

	it("refuses a property that a user has twice in different cases", async () => {
		const path = folder.write(
			"cases.json",
			'[{"id": "u1", "userPrincipalName": "a@x",\n "accountEnabled": true, "AccountEnabled": false}]',
		);
		const { problems } = await checkSourceFile(path);
		expect(problems[0]).toMatchObject({ line: 2, message: expect.stringContaining("are the same property") });
	});
});

describe("docs/sources.md", () => {
	const text = readFileSync(join(import.meta.dirname, "../../docs/sources.md"), "utf8");
	const named = [...text.matchAll(/test\/directory\/files\/([\w.-]+)/g)].map(([, name = ""]) => name);

	it("names every file, and only files that can be read or are refused for their content", async () => {
		expect([...new Set(named)].sort()).toEqual(readdirSync(files).sort());
		for (const name of named) {
			const { understood, problems } = await checkSourceFile(join(files, name));
			if (understood === null) expect(problems).toMatchObject([{ code: "invalid" }]);
			else expect(understood.users).toBeGreaterThan(0);
		}
	});

	it("covers every code of a warning that a file shows", async () => {
		for (const name of named) {
			for (const { severity, code } of (await checkSourceFile(join(files, name))).problems)
				if (severity === "warning") expect(text).toContain(`\`${code}\``);
		}
	});
});

describe("a large file", () => {
	it("leaves the event loop its turn between two pages of users", async () => {
		const ids = Array.from(
			{ length: 3_000 },
			(_, at) => `11111111-2222-4333-8444-${String(at).padStart(12, "0")}`,
		);
		const users = ids.map((id) => ({ id, userPrincipalName: `${id}@example.com`, displayName: id }));
		const path = folder.write("large.json", JSON.stringify({ users }));
		const read = await openFileDirectory(path).read(null, []);
		const turns: number[] = [];
		let pages = 0;
		const immediate = () => {
			turns.push(pages);
			if (pages < 3) setImmediate(immediate);
		};
		setImmediate(immediate);
		for await (const page of read.users) pages += page.length > 0 ? 1 : 0;
		expect(pages).toBe(3);
		expect(new Set(turns)).toContain(1);
		expect(new Set(turns)).toContain(2);
	});
});
