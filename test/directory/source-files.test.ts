import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { defaultAccessId } from "../../src/source/app-role.ts";
import { temporaryFolder } from "./folder.ts";
import { files, understood, usersOf } from "./source-file.ts";

const folder = temporaryFolder();

const nora = "11111111-2222-4333-8444-000000000001";

const li = "11111111-2222-4333-8444-000000000002";

const grantsOf = async (name: string) =>
	(await openFileDirectory(join(files, name)).assignments()).assignments.map(({ principalId, appRoleId }) => [
		principalId,
		appRoleId,
	]);

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
