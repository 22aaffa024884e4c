import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { defaultAccessId } from "../../../src/source/app-role.ts";
import { everyUser } from "../every-user.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

const roles = [
	{ id: "r-user", value: "User", displayName: "User" },
	{ id: "r-analyst", value: "Analyst", displayName: "Analyst" },
];
const ada = {
	"@odata.type": "#microsoft.graph.user",
	id: "u1",
	userPrincipalName: "ada@contoso.com",
	displayName: "Ada Lovelace",
	businessPhones: ["+44 1", "+44 2"],
	accountEnabled: true,
	manager: { id: "u2", displayName: "Charles Babbage" },
	employeeOrgData: { division: "Engines", costCenter: null },
	onPremisesExtensionAttributes: { extensionAttribute1: "x1" },
	somethingNew: 7,
};
const charles = { id: "u2", userPrincipalName: "charles@contoso.com", displayName: "Charles Babbage" };
const document = {
	users: [ada, charles],
	groups: [{ id: "g1", displayName: "Engineers", members: ["u1", "u2", "u1", "nested-group"] }],
	appRoles: roles,
	assignments: [
		{ principalId: "u1", appRole: "Analyst" },
		{ principalId: "g1", appRole: "r-user" },
		{ principalId: "u2" },
	],
};

const write = (name: string, content: unknown, indent: string | number = "\t") =>
	folder.write(name, JSON.stringify(content, null, indent));

async function failure(path: string): Promise<string> {
	const error = await openFileDirectory(path)
		.assignments()
		.then(
			() => undefined,
			(reason: unknown) => reason,
		);
	expect(error).toMatchObject({ name: "DirectoryError", code: "invalid" });
	return error instanceof Error ? error.message : "";
}

describe("reading a JSON file", () => {
	it("gives users with nested attributes flattened, unknown ones kept and annotations left out", async () => {
		const directory = openFileDirectory(write("read.json", document));
		const [user] = await everyUser(await directory.read(null, []));
		expect(user).toEqual({
			id: "u1",
			attributes: {
				id: "u1",
				userPrincipalName: "ada@contoso.com",
				displayName: "Ada Lovelace",
				businessPhones: ["+44 1", "+44 2"],
				accountEnabled: true,
				manager: "u2",
				"manager.id": "u2",
				"manager.displayName": "Charles Babbage",
				"employeeOrgData.division": "Engines",
				"employeeOrgData.costCenter": null,
				extensionAttribute1: "x1",
				somethingNew: 7,
			},
		});
	});

	it("gives roles, assignments and the direct user members of assigned groups", async () => {
		const state = await openFileDirectory(write("state.json", document)).assignments();
		expect(state.roles).toEqual(roles);
		expect(
			state.assignments.map(({ principalName, principalType, appRoleId }) => [
				principalName,
				principalType,
				appRoleId,
			]),
		).toEqual([
			["Ada Lovelace", "User", "r-analyst"],
			["Engineers", "Group", "r-user"],
			["Charles Babbage", "User", defaultAccessId],
		]);
		expect([...state.members]).toEqual([["g1", ["u1", "u2"]]]);
	});

	it("reports unchanged, without pages, for the content of the watermark", async () => {
		const path = write("same.json", document);
		const first = await openFileDirectory(path).read(null, []);
		expect(first.kind).toBe("full");
		await everyUser(first);
		writeFileSync(path, readFileSync(path));
		const second = await openFileDirectory(path).read(first.watermark(), []);
		expect(second).toMatchObject({ kind: "unchanged", assignments: null });
		expect(await everyUser(second)).toEqual([]);
		expect(second.watermark()).toBe(first.watermark());
	});

	it("reads a changed file in full", async () => {
		const path = write("changed.json", document);
		const first = await openFileDirectory(path).read(null, []);
		write("changed.json", { ...document, users: [ada, charles, { id: "u3", userPrincipalName: "x@y" }] });
		const second = await openFileDirectory(path).read(first.watermark(), []);
		expect(second.kind).toBe("full");
		expect((await everyUser(second)).map(({ id }) => id)).toEqual(["u1", "u2", "u3"]);
	});

	it("tolerates a byte order mark and a document with users only", async () => {
		const directory = openFileDirectory(
			folder.write("bom.json", `\uFEFF${JSON.stringify({ users: [ada] })}`),
		);
		expect(await directory.user("u1", [])).toMatchObject({ id: "u1" });
		expect(await directory.assignments()).toEqual({ roles: [], assignments: [], members: new Map() });
	});

	it("finds users by any part of their names, those who begin with it first", async () => {
		const directory = openFileDirectory(write("search.json", document));
		const names = async (text: string, limit = 10) =>
			(await directory.search(text, limit, [])).map(({ id }) => id);
		expect(await names("BAB")).toEqual(["u2"]);
		expect(await names("ada@")).toEqual(["u1"]);
		expect(await names("cha")).toEqual(["u2"]);
		expect(await names("a")).toEqual(["u1", "u2"]);
		expect(await names("a", 1)).toEqual(["u1"]);
		expect(await names("nobody")).toEqual([]);
	});

	it("stops with the signal's reason", async () => {
		const directory = openFileDirectory(write("abort.json", document));
		const reason = new Error("stop");
		await expect(directory.read(null, [], AbortSignal.abort(reason))).rejects.toBe(reason);
	});
});

describe("a broken JSON file", () => {
	it("is reported with line and column", async () => {
		const path = folder.write("comma.json", '{\n  "users": [\n    {"id": "a" "displayName": "b"}\n  ]\n}');
		expect(await failure(path)).toBe('comma.json: line 3, column 16: "," or "}" expected, not "\\"".');
		expect(await failure(folder.write("cut.json", '{"users": ['))).toBe(
			"cut.json: line 1, column 12: a value expected, not the end of the file.",
		);
		expect(await failure(folder.write("empty.json", ""))).toContain("line 1, column 1: a value expected");
	});

	it("is reported with the path in the document", async () => {
		const users = [ada, { ...charles, userPrincipalName: 7 }];
		expect(await failure(write("type.json", { ...document, users }))).toMatch(
			/^type\.json: users\[1\]\.userPrincipalName: .*string.*number/,
		);
		expect(await failure(write("text.json", "ada"))).toMatch(/^text\.json: .*object/);
		expect(await failure(write("no-id.json", { users: [{ displayName: "x" }] }))).toContain("users[0].id: ");
	});

	it.each([
		[
			["System.Object[]"],
			'[0].appRoles: the role is "System.Object[]", which is not its value; Export again',
		],
		["@{Id=1; Value=User}", '[0].appRoles: the role is "@{Id=1; Value=User}", which is not its value;'],
		[[{ value: "User" }], "[0].appRoles: the role must be a string, or a list of strings."],
		[5, "[0].appRoles: the role must be a string, or a list of strings."],
	])("is refused for roles that are not names: %j", async (appRoles, message) => {
		const path = write("roles.json", [{ ...ada, appRoles }]);
		expect(await failure(path)).toContain(`roles.json: ${message}`);
	});

	it("is refused for two users with one id", async () => {
		expect(await failure(write("twice.json", { users: [ada, charles, ada] }))).toBe(
			"twice.json: users[2].id: u1 is also the ID of users[0].",
		);
	});

	it("names the principal or role of an assignment that does not exist", async () => {
		expect(await failure(write("who.json", { ...document, assignments: [{ principalId: "u9" }] }))).toBe(
			"who.json: assignments[0].principalId: u9 is neither a user nor a group of this file.",
		);
		const assignments = [{ principalId: "u1", appRole: "Boss" }];
		expect(await failure(write("what.json", { ...document, assignments }))).toBe(
			'what.json: assignments[0].appRole: no role has the value or ID "Boss" (known: User, Analyst).',
		);
	});

	it("is distinguished from a missing file and another encoding", async () => {
		await expect(openFileDirectory("/nowhere/users.json").assignments()).rejects.toMatchObject({
			code: "not-found",
			message: "There is no file /nowhere/users.json.",
		});
		const latin = folder.write("latin1.json", Buffer.from('{"users": [\n{"id": "å"}]}', "latin1"));
		expect(await failure(latin)).toContain("latin1.json is not UTF-8: line 2 holds");
		expect(() => openFileDirectory("users.xml")).toThrow("must end in .json or .csv");
	});
});

describe("changing a JSON file", () => {
	it("assigns with a role's value and leaves everything else byte for byte", async () => {
		const path = write("assign.json", document);
		const before = readFileSync(path, "utf8");
		await openFileDirectory(path).assign({ id: "u2", type: "User" }, "r-analyst");
		const added = '\t\t{\n\t\t\t"principalId": "u2",\n\t\t\t"appRole": "Analyst"\n\t\t}';
		const after = readFileSync(path, "utf8");
		expect(after).toContain(added);
		expect(after.replace(`,\n${added}`, "")).toBe(before);
	});

	it("unassigns what it assigned and is back at the same bytes, in any layout", async () => {
		const layouts = [
			JSON.stringify(document, null, "\t"),
			JSON.stringify(document, null, 2).replaceAll("\n", "\r\n"),
			JSON.stringify(document),
			`\uFEFF{ "users": ${JSON.stringify([ada, charles])}, "appRoles": ${JSON.stringify(roles)}, "assignments": [ { "principalId": "u1" }, { "principalId": "u2" } ], "version": 1.0 }\n`,
		];
		for (const [index, layout] of layouts.entries()) {
			const path = folder.write(`layout-${index}.json`, layout);
			const directory = openFileDirectory(path);
			await directory.assign({ id: "u1", type: "User" }, "r-user");
			const assigned = (await directory.assignments()).assignments.find(
				({ principalId, appRoleId }) => principalId === "u1" && appRoleId === "r-user",
			);
			expect(readFileSync(path, "utf8")).not.toBe(layout);
			await directory.unassign(assigned?.id ?? "");
			expect(readFileSync(path, "utf8")).toBe(layout);
		}
	});

	it("removes the first, a middle and the last assignment cleanly", async () => {
		const path = write("remove.json", document, 2);
		const directory = openFileDirectory(path);
		for (let left = 3; left > 0; left--) {
			const { assignments } = await directory.assignments();
			expect(assignments).toHaveLength(left);
			await directory.unassign(assignments[left === 3 ? 1 : 0]?.id ?? "");
		}
		expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ ...document, assignments: [] });
		await directory.assign({ id: "g1", type: "Group" }, defaultAccessId);
		expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
			...document,
			assignments: [{ principalId: "g1" }],
		});
	});

	it("adds the list of assignments to a document that has none", async () => {
		const path = write("none.json", { users: [charles], note: "kept" }, 2);
		await openFileDirectory(path).assign({ id: "u2", type: "User" }, defaultAccessId);
		expect(readFileSync(path, "utf8")).toBe(
			`${JSON.stringify({ users: [charles], note: "kept" }, null, 2).slice(0, -2)},\n  "assignments": [\n    { "principalId": "u2" }\n  ]\n}`,
		);
	});

	it("does nothing when assigned already, or when the assignment is gone", async () => {
		const path = write("idle.json", document);
		const before = readFileSync(path, "utf8");
		const directory = openFileDirectory(path);
		await directory.assign({ id: "u1", type: "User" }, "r-analyst");
		await directory.unassign("gone");
		expect(readFileSync(path, "utf8")).toBe(before);
	});

	it("refuses someone or a role that is not there", async () => {
		const directory = openFileDirectory(write("unknown.json", document));
		await expect(directory.assign({ id: "u9", type: "User" }, "r-user")).rejects.toMatchObject({
			code: "not-found",
			message: "unknown.json has no user u9.",
		});
		await expect(directory.assign({ id: "u1", type: "User" }, "r-9")).rejects.toMatchObject({
			code: "not-found",
		});
	});

	it("refuses to overwrite what someone else changed meanwhile, once", async () => {
		const path = write("conflict.json", document);
		const directory = openFileDirectory(path);
		await directory.assignments();
		const theirs = JSON.stringify({ ...document, theirs: true });
		writeFileSync(path, theirs);
		await expect(directory.assign({ id: "u2", type: "User" }, "r-user")).rejects.toMatchObject({
			code: "conflict",
		});
		expect(readFileSync(path, "utf8")).toBe(theirs);
		await directory.assign({ id: "u2", type: "User" }, "r-user");
		expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ theirs: true });
	});

	it("takes many changes at a time in turn", async () => {
		const users = Array.from({ length: 20 }, (_, index) => ({
			id: `n${index}`,
			userPrincipalName: `n${index}@x`,
		}));
		const path = write("many.json", { users, appRoles: roles });
		const directory = openFileDirectory(path);
		await Promise.all(users.map(({ id }) => directory.assign({ id, type: "User" }, "r-user")));
		expect((await openFileDirectory(path).assignments()).assignments).toHaveLength(20);
	});

	it("keeps the file's mode and a symbolic link, and leaves no other file", async () => {
		const path = write("mode.json", document);
		chmodSync(path, 0o640);
		const link = join(dirname(path), "link.json");
		symlinkSync(path, link);
		await openFileDirectory(link).assign({ id: "u2", type: "User" }, "r-user");
		expect(statSync(path).mode & 0o777).toBe(0o640);
		expect((await openFileDirectory(path).assignments()).assignments).toHaveLength(4);
		expect(readdirSync(dirname(path)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
	});
});
