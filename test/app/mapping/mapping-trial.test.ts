import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExplainedPart } from "../../../src/app/mapping/explained-part.ts";
import { createMappingService } from "../../../src/app/mapping/mapping-service.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import type { Directory } from "../../../src/ports/source/directory.ts";
import { profileInMemory } from "../profile/profile-in-memory.ts";

const person = (id: string, more: object = {}) => ({
	id,
	userPrincipalName: `${id}@example.com`,
	displayName: id,
	givenName: id,
	surname: id.toUpperCase(),
	mail: `${id}@example.com`,
	accountEnabled: true,
	...more,
});

const few = [
	person("ann"),
	person("bea", { surname: "bea" }),
	person("cid\u001B[2J", { surname: null }),
	person("dan", { accountEnabled: false }),
];

const draft = (expression: string, target = "name.familyName"): AttributeMapping => ({
	target,
	source: { type: "expression", expression },
	apply: "always",
	flowNull: false,
});

/** Mappings over a file of users, all assigned to two roles, with a record of what was asked of the directory. */
function open(users: readonly { readonly id: string }[] = few) {
	const file = join(mkdtempSync(join(tmpdir(), "tries-")), "users.json");
	const assignments = users.flatMap(({ id: principalId }) =>
		["Analyst", "User"].map((appRole) => ({ principalId, appRole })),
	);
	const appRoles = ["Analyst", "User"].map((value) => ({ id: value, value, displayName: value }));
	writeFileSync(file, JSON.stringify({ users, assignments, appRoles }));
	const source = openFileDirectory(file);
	const asked: string[] = [];
	const broken = new Set<string>();
	const directory: Directory = {
		...source,
		user(id, attributes, signal) {
			asked.push(`user ${id}`);
			if (attributes.some((one) => broken.has(one))) throw new Error("no such attribute");
			return source.user(id, attributes, signal);
		},
		usersById(ids, attributes, signal) {
			asked.push(`${ids.length} users`);
			return source.usersById(ids, attributes, signal);
		},
		assignments(signal) {
			asked.push("assignments");
			return source.assignments(signal);
		},
	};
	const { profile, saveRules, events } = profileInMemory({ source: { type: "file", path: file } });
	const mapping = createMappingService({
		profile,
		saveRules,
		events,
		directory: async () => directory,
		history: { versions: async () => [], restore: () => Promise.reject(new Error("not here")) },
	});
	return { mapping, asked, broken };
}

/** The tree on lines, each with its outcome. */
function lines({ text, outcome, parts }: ExplainedPart, depth = 0): readonly string[] {
	const end =
		outcome.type === "value"
			? `= ${outcome.text}`
			: outcome.type === "error"
				? `✗ ${outcome.message}`
				: "skipped";
	return [`${" ".repeat(depth)}${text} ${end}`, ...parts.flatMap((part) => lines(part, depth + 1))];
}

async function explained(expression: string, userId = "ann") {
	const { root } = await open().mapping.explain(userId, draft(expression));
	return root === null ? [] : lines(root);
}

describe("the explanation of a mapping for one user", () => {
	it("shows the value of every part, and which were not evaluated", async () => {
		expect(await explained('IIF([surname] = "ANN", Left([mail], 2), ToUpper([mail]))')).toEqual([
			'IIF([surname] = "ANN", Left([mail], 2), ToUpper([mail])) = "an"',
			' [surname] = "ANN" = True',
			'  [surname] = "ANN"',
			'  "ANN" = "ANN"',
			' Left([mail], 2) = "an"',
			'  [mail] = "ann@example.com"',
			"  2 = 2",
			" ToUpper([mail]) skipped",
			"  [mail] skipped",
		]);
	});

	it("shows the error where it happened, and what the mapping yields", async () => {
		const { mapping } = open();
		const { root, yields } = await mapping.explain("ann", draft('Append("x", CDate([surname]))'));
		expect(root && lines(root)).toEqual([
			expect.stringMatching(/^Append.* ✗ /u),
			' "x" = "x"',
			expect.stringMatching(/^ CDate\(\[surname\]\) ✗ /u),
			'  [surname] = "ANN"',
		]);
		expect(yields.error).toContain("column");
	});

	it("hides what Redact hides: inside of it, around it, and the same attribute elsewhere", async () => {
		const all = await explained('Join("-", Redact(Append([surname], "!")), ToLower([SURNAME]), [mail])');
		expect(all.join("\n")).not.toMatch(/= .*ann(?!@)/iu);
		expect(all.filter((line) => line.endsWith("= [Redact]"))).toHaveLength(7);
		expect(all.at(-1)).toBe(' [mail] = "ann@example.com"');
	});

	it("hides a redacted value that the target has not been asked about yet", async () => {
		const { mapping } = open();
		const { yields } = await mapping.explain("ann", draft("SelectUniqueValue(Redact([surname]), [mail])"));
		expect(yields).toEqual({ value: "[Redact]", error: null });
	});

	it("keeps a redacted value out of the reason of an error, and shows the reason", async () => {
		const all = await explained("Redact(CDate([surname]))");
		expect(all).toEqual([
			"Redact(CDate([surname])) ✗ CDate takes a date here, not this string",
			" CDate([surname]) ✗ CDate takes a date here, not this string",
			"  [surname] = [Redact]",
		]);
	});

	it("supports roles, direct and constant mappings, and mappings of type none", async () => {
		const { mapping } = open();
		expect(await explained("AppRoleAssignments([appRoleAssignments])")).toEqual([
			'AppRoleAssignments([appRoleAssignments]) = "Analyst", "User"',
			" [appRoleAssignments] = Analyst; User",
		]);
		const of = async (source: AttributeMapping["source"]) => {
			const { root } = await mapping.explain("ann", { ...draft(""), source });
			return root === null ? null : lines(root);
		};
		expect(await of({ type: "direct", attribute: "surname" })).toEqual(['[surname] = "ANN"']);
		expect(await of({ type: "constant", value: 'a"b' })).toEqual(['"a\\"b" = "a\\"b"']);
		expect(await of({ type: "none" })).toBeNull();
	});

	it("rejects a mapping that does not compile, and a user who is gone", async () => {
		const { mapping } = open();
		await expect(mapping.explain("ann", draft("Left("))).rejects.toThrow("wrong at line 1");
		await expect(mapping.explain("zoe", draft("Left([mail], 1)"))).rejects.toThrow(
			"no longer in the directory",
		);
	});
});

describe("a draft tried on users", () => {
	it("gives what they get now and with the draft, and who would get something else", async () => {
		const { mapping } = open();
		const trial = await mapping.tryOn({ mapping: draft("ToUpper([surname])") });
		expect(trial).toMatchObject({ users: 3, changing: 1, failing: 0 });
		expect(
			trial.rows.map(({ id, now, draft: drafted, changes }) => [id, now.value, drafted.value, changes]),
		).toEqual([
			["ann", "ANN", "ANN", false],
			["bea", "bea", "BEA", true],
			["cid\u001B[2J", null, null, false],
		]);
		expect(trial.rows[2]?.displayName).toBe("cid");
	});

	it("lists only users whose value would change, and counts those it fails for", async () => {
		const { mapping } = open();
		const trial = await mapping.tryOn({ mapping: draft("CDate([surname])") }, { changedOnly: true });
		expect(trial).toMatchObject({ users: 3, changing: 2, failing: 2 });
		expect(trial.rows.map(({ id }) => id)).toEqual(["ann", "bea"]);
		expect(trial.rows[0]?.draft.error).toContain("column");
	});

	it("compares with nothing for a new mapping, and with the mapping it replaces for a new target", async () => {
		const { mapping } = open();
		const added = await mapping.tryOn({ mapping: draft("ToUpper([surname])", "title") });
		expect(added.rows.map(({ now }) => now.value)).toEqual([null, null, null]);
		expect(added.changing).toBe(2);
		const moved = await mapping.tryOn({
			mapping: draft("ToUpper([surname])", "title"),
			replaces: "name.familyName",
		});
		expect(moved.changing).toBe(1);
	});

	it("sees that a redacted value changes, and shows neither", async () => {
		const { mapping } = open();
		await mapping.save(draft("Redact([surname])"), "name.familyName");
		const { rows } = await mapping.tryOn({ mapping: draft("Redact([givenName])") });
		expect(rows[0]).toMatchObject({
			now: { value: "[Redact]" },
			draft: { value: "[Redact]" },
			changes: true,
		});
	});

	it("reads no more than it shows, unless all users are tried", async () => {
		const many = Array.from({ length: 1_500 }, (_, index) => person(`u${index}`));
		const { mapping, asked } = open(many);
		const some = await mapping.tryOn({ mapping: draft("ToLower([surname])") });
		expect([some.rows.length, some.users]).toEqual([20, 20]);
		expect(asked).toEqual(["assignments", "20 users"]);
		const all = await mapping.tryOn(
			{ mapping: draft("ToLower([surname])") },
			{ changedOnly: true, limit: 100 },
		);
		expect([all.rows.length, all.users, all.changing]).toEqual([100, 1_500, 1_500]);
		expect(asked.slice(2)).toEqual(["assignments", "1000 users", "500 users"]);
	});

	it("stops when it is aborted, and does not begin with a draft that does not compile", async () => {
		const { mapping } = open(Array.from({ length: 1_500 }, (_, index) => person(`u${index}`)));
		const leaving = new AbortController();
		const trying = mapping.tryOn(
			{ mapping: draft("ToLower([surname])") },
			{ changedOnly: true, signal: leaving.signal },
		);
		leaving.abort(new Error("closed"));
		await expect(trying).rejects.toThrow("closed");
		await expect(mapping.tryOn({ mapping: draft("Left(") })).rejects.toThrow("wrong at line 1");
	});
});

describe("the users that a draft is tried with while it is typed", () => {
	it("are read once each, and again for another attribute or after a refresh", async () => {
		const { mapping, asked } = open();
		for (const length of [1, 2, 3]) await mapping.preview("ann", draft(`Left([surname], ${length})`));
		await mapping.explain("ann", draft("ToUpper([surname])"));
		expect(asked.filter((one) => one === "user ann")).toHaveLength(1);
		expect(asked.filter((one) => one === "assignments")).toHaveLength(1);
		await mapping.preview("ann", draft("[city]"));
		await mapping.preview("bea", draft("[city]"));
		await mapping.preview("ann", draft("[surname]"));
		expect(asked.filter((one) => one.startsWith("user"))).toEqual(["user ann", "user ann", "user bea"]);
		await mapping.samples();
		await mapping.preview("ann");
		expect(asked.at(-1)).toBe("assignments");
		expect(asked.filter((one) => one === "user ann")).toHaveLength(3);
	});

	it("stay known when an attribute cannot be read", async () => {
		const { mapping, asked, broken } = open();
		broken.add("extension_x");
		await mapping.preview("ann");
		await expect(mapping.preview("ann", draft("[extension_x]", "title"))).rejects.toThrow(
			"no such attribute",
		);
		await mapping.preview("ann");
		expect(asked.filter((one) => one === "user ann")).toHaveLength(2);
	});

	it("show their roles by name", async () => {
		const { mapping } = open();
		const shown = async (expression: string) =>
			(await mapping.preview("ann", draft(expression, "roles"))).at(-1)?.value;
		expect(await shown("AppRoleAssignments([appRoleAssignments])")).toBe("Analyst, User");
		expect(await shown("AppRoleAssignmentsComplex([appRoleAssignments])")).toBe("Analyst, User");
	});
});

describe("a saved expression", () => {
	it("is in canonical form: names as documented, one space after each comma, long calls on their own lines", async () => {
		const { mapping } = open();
		const short = await mapping.save(draft('toupper( Append([surname] ,"\\d") )'), "name.familyName");
		expect(short.source).toEqual({ type: "expression", expression: 'ToUpper(Append([surname], "\\\\d"))' });
		expect(mapping.rows().find(({ mapping: { target } }) => target === short.target)?.mapping).toEqual(short);
		const long = `Join(" ", ${Array.from({ length: 12 }, () => "[surname]").join(",")})`;
		const { source } = await mapping.save(draft(long), "name.familyName");
		expect(source.type === "expression" && source.expression.split("\n")).toHaveLength(15);
		expect((await mapping.save({ ...draft(long), source }, "name.familyName")).source).toEqual(source);
	});

	it("stays unsaved and as it is while it cannot be read", async () => {
		const { mapping } = open();
		const before = mapping.rows();
		await expect(mapping.save(draft("toupper([surname]"), "name.familyName")).rejects.toThrow(
			"name.familyName:",
		);
		expect(mapping.rows()).toEqual(before);
	});
});
