import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { everyUser } from "./every-user.ts";
import { temporaryFolder } from "./folder.ts";
import { files } from "./source-file.ts";

const folder = temporaryFolder();

const refusal = async (name: string) => {
	const { understood, problems } = await checkSourceFile(join(files, name));
	expect(understood).toBeNull();
	expect(problems).toHaveLength(1);
	return problems[0];
};

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
