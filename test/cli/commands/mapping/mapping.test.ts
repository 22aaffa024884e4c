import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkProfileMappings } from "../../../../src/cli/commands/mapping/check.ts";
import { diffMappings } from "../../../../src/cli/commands/mapping/diff.ts";
import { exportMappings } from "../../../../src/cli/commands/mapping/export.ts";
import { importMappings } from "../../../../src/cli/commands/mapping/import.ts";
import { UsageError } from "../../../../src/cli/options/usage-error.ts";
import { exitCode } from "../../../../src/cli/output/exit-code.ts";
import type { Profile } from "../../../../src/config/profile.ts";
import { importable, open } from "../../../app/mapping/mapping-of-a-profile.ts";
import { graphSchema } from "../../../entra-schema/schema.ts";
import { defaultMappings } from "../../../mapping/sumo-defaults.ts";
import { createFakeSession } from "../../../tui/fake-session.ts";
import { fakeStreams } from "../../fake-streams.ts";

function setup(part: Partial<Profile> = {}) {
	const opened = open(part);
	const { session } = createFakeSession({ mapping: opened.mapping });
	return { ...opened, session, ...fakeStreams() };
}

const folder = () => mkdtempSync(join(tmpdir(), "mapping-"));

function fileWith(content: unknown): string {
	const file = join(folder(), "schema.json");
	writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
	return file;
}

const same = {
	userPrincipalName: "same@example.com",
	mail: "same@example.com",
	surname: "Lee",
	accountEnabled: true,
};
const twoOfOneName = {
	users: ["Ann", "Bea"].map((name) => ({ ...same, id: name, displayName: name, givenName: name })),
	assignments: [
		{ principalId: "Ann", appRole: "Analyst" },
		{ principalId: "Bea", appRole: "User" },
	],
};
const mappingsOnly = { json: false, everyone: false };
const words = { json: false, keepScope: false };
const wrong: Profile["mappings"] = [
	...defaultMappings,
	{
		target: "title",
		source: { type: "expression", expression: 'Append([jobTitle],\n  Lefd("b", 1))' },
		apply: "always",
		flowNull: false,
	},
];

describe("mapping check", () => {
	it("passes the defaults", async () => {
		const { session, streams, printed } = setup();
		expect(await checkProfileMappings(session, mappingsOnly, streams)).toBe(exitCode.done);
		expect(printed).toEqual(["No problems."]);
	});

	it("shows each problem with its place and fails on an error", async () => {
		const { session, streams, printed } = setup({ mappings: wrong });
		expect(await checkProfileMappings(session, mappingsOnly, streams)).toBe(exitCode.error);
		expect(printed.slice(0, 3)).toEqual([
			"error: title, line 2, column 3: There is no function Lefd. Did you mean Left?",
			'    Lefd("b", 1))',
			"    ^^^^",
		]);
	});

	it("prints the problems as JSON", async () => {
		const { session, streams, json } = setup({ mappings: wrong });
		expect(await checkProfileMappings(session, { json: true, everyone: false }, streams)).toBe(
			exitCode.error,
		);
		expect(json()).toMatchObject([
			{
				problems: [
					{ code: "expression", severity: "error", target: "title", place: { line: 2, column: 3 } },
					{ severity: "warning" },
				],
			},
		]);
	});

	it("lists all users that the target would reject", async () => {
		const opened = open({}, fileWith(twoOfOneName), new Set(["User"]));
		const { session } = createFakeSession({ mapping: opened.mapping });
		const { streams, printed } = fakeStreams();
		expect(await checkProfileMappings(session, { json: false, everyone: true }, streams)).toBe(
			exitCode.error,
		);
		expect(printed).toEqual([
			"error: Sumo Logic has no role named Analyst (1 user)",
			"  Ann: Analyst",
			"error: 2 users get the userName same@example.com (2 users)",
			"  Ann: same@example.com",
			"  Bea: same@example.com",
		]);
	});

	it("lists who would fail in the next cycle, with its error codes, and what happens to roles", async () => {
		const opened = open({}, fileWith({ users: [], assignments: [] }), new Set(["User"]));
		const { session } = createFakeSession({ mapping: opened.mapping });
		const error = {
			code: "Conflict",
			category: "NonServiceFailure",
			reason: "Ann's address is taken.",
			recommendedAction: "",
			remedy: { type: "none" },
		} as const;
		let fails = true;
		const plan: typeof session.provisioning.plan = async ({ onAction } = {}) => {
			const source = { id: "ann", displayName: "Ann", userName: "ann@example.com" };
			if (fails) await onAction?.({ type: "fail", source, target: null, steps: [], changes: [], error });
			const message = "2 users have several roles.";
			const warning = { code: "role-dropped", target: "roles", users: 2, message } as const;
			const counts = {
				create: 0,
				update: 0,
				disable: 0,
				enable: 0,
				delete: 0,
				skip: 0,
				fail: 1,
				unchanged: 0,
			};
			return { actions: [], counts, stillFailing: 1, forecastSeconds: 0, guard: null, warnings: [warning] };
		};
		const planning = { ...session, provisioning: { ...session.provisioning, plan } };
		const text = fakeStreams();
		const everyone = { json: false, everyone: true };
		expect(await checkProfileMappings(planning, everyone, text.streams)).toBe(exitCode.error);
		expect(text.printed).toEqual(
			expect.arrayContaining([
				"error: 1 user would fail in the next cycle:",
				"  Ann: Conflict: Ann's address is taken.",
			]),
		);
		const data = fakeStreams();
		await checkProfileMappings(planning, { json: true, everyone: true }, data.streams);
		expect(data.json()).toMatchObject([
			{ failing: [{ id: "ann", code: "Conflict" }], warnings: [{ code: "role-dropped", users: 2 }] },
		]);
		fails = false;
		const warned = fakeStreams();
		expect(await checkProfileMappings(planning, everyone, warned.streams)).toBe(exitCode.done);
		expect(warned.printed).toContain("warning: 2 users have several roles.");
		expect(warned.printed).not.toContain("No problems.");
	});
});

describe("mapping diff", () => {
	it("reports that nothing differs from the defaults", async () => {
		const { session, streams, printed } = setup();
		expect(await diffMappings(session, undefined, false, streams)).toBe(exitCode.done);
		expect(printed).toEqual(["No differences from the defaults."]);
	});

	it("prints a line for each difference from a file", async () => {
		const { session, streams, printed, said } = setup();
		const file = fileWith({ mappings: defaultMappings.slice(0, 5) });
		await diffMappings(session, file, false, streams);
		expect(printed).toEqual(['- roles[primary eq "True"].value ← AppRoleAssignments([appRoleAssignments])']);
		expect(said).toEqual([`From the profile demo to ${file}:`]);
	});

	it("prints differences and notes as JSON", async () => {
		const { session, streams, json } = setup();
		await diffMappings(session, fileWith(graphSchema()), true, streams);
		expect(json()).toMatchObject([
			{
				changes: expect.arrayContaining([expect.objectContaining({ type: "filterAdded" })]),
				notes: expect.any(Array),
			},
		]);
	});

	it.each([
		["a missing file", "/nowhere/schema.json", "There is no file /nowhere/schema.json"],
		["another kind of JSON", fileWith({}), "neither a synchronization schema"],
		["a schema without users", fileWith({ synchronizationRules: [] }), "no object mapping"],
	])("refuses %s and names it", async (_name, file, message) => {
		const { session, streams } = setup();
		const diff = diffMappings(session, file, false, streams);
		await expect(diff).rejects.toThrow(message);
		await expect(diff).rejects.toThrow(UsageError);
		await expect(diff).rejects.toThrow(file);
	});
});

describe("mapping import", () => {
	it("prints what changes and what is kept, and reports that the next cycle is an initial one", async () => {
		const { session, streams, printed, said, saves } = setup();
		const file = fileWith(importable().schema);
		expect(await importMappings(session, file, words, streams)).toBe(exitCode.done);
		expect(printed).toContain('+ scoping filter Sales: department EQUALS "Sales" and mail IS NOT NULL');
		expect(printed.at(-1)).toBe(
			"Imported into the profile demo. The next cycle is an initial one: it compares all users.",
		);
		expect(said).toContain("note: Provision Groups is kept, but not used here: users only are provisioned");
		expect(saves()).toBe(1);
	});

	it("reports when nothing changed", async () => {
		const { session, streams, printed } = setup();
		const file = fileWith(importable().schema);
		await importMappings(session, file, words, streams);
		await importMappings(session, file, words, streams);
		expect(printed.at(-1)).toBe(
			"Imported into the profile demo: its mappings and scoping filters were already the same.",
		);
	});

	it("answers as JSON", async () => {
		const { session, streams, json } = setup();
		await importMappings(session, fileWith(importable().schema), { json: true, keepScope: false }, streams);
		expect(json()).toMatchObject([{ saved: true, initialCycle: true, notes: expect.any(Array) }]);
	});

	it("saves nothing and fails when the schema has an error", async () => {
		const { session, streams, printed, said, saves } = setup();
		const file = fileWith(graphSchema());
		expect(await importMappings(session, file, words, streams)).toBe(exitCode.error);
		expect(saves()).toBe(0);
		expect(printed).toEqual([]);
		expect(said).toContain("error: name.givenName: name.givenName is not mapped, and Sumo Logic requires it");
		expect(said.at(-1)).toContain("was not imported");
	});

	it("leaves the scoping filters alone when asked to", async () => {
		const { session, streams, profile } = setup();
		await importMappings(session, fileWith(importable().schema), { json: false, keepScope: true }, streams);
		expect(profile().scope.filters).toEqual([]);
	});

	it("lets no control character of a file through to a terminal", async () => {
		const { session, streams, printed, said } = setup();
		const { schema, users } = importable();
		const [group] = users.scope?.groups.slice(1) ?? [];
		if (group) group.name = "Sa\u001B]0;x\u0007les\u202E";
		users.name = "Users\u009B31m";
		await importMappings(session, fileWith(schema), words, streams);
		expect([...printed, ...said].join("\n")).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
	});
});

describe("mapping export", () => {
	it("prints the schema that was imported, the same to the letter", async () => {
		const { session, streams, printed, said } = setup();
		const { schema } = importable();
		await importMappings(session, fileWith(schema), { json: true, keepScope: false }, streams);
		expect(await exportMappings(session, { json: false }, streams)).toBe(exitCode.done);
		expect(printed.at(-1)).toBe(JSON.stringify(schema, null, 2));
		expect(said).toEqual([]);
	});

	it("writes a file that imports again without a change", async () => {
		const { session, streams, printed, said } = setup();
		const output = join(folder(), "out.json");
		await exportMappings(session, { json: false, output }, streams);
		expect(printed).toEqual([`The mappings of the profile demo are in ${output}.`]);
		expect(said[0]).toContain("import the job's own schema first");
		const again = setup();
		await importMappings(again.session, output, { json: true, keepScope: false }, again.streams);
		expect(again.json()).toMatchObject([{ saved: true, changes: [] }]);
		expect(readFileSync(output, "utf8").endsWith("}\n")).toBe(true);
	});

	it("names the file that cannot be written", async () => {
		const { session, streams } = setup();
		await expect(
			exportMappings(session, { json: false, output: "/nowhere/x.json" }, streams),
		).rejects.toThrow("Can't write /nowhere/x.json");
	});
});
