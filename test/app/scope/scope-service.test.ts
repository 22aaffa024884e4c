import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createScopeService } from "../../../src/app/scope/scope-service.ts";
import { settingsSchema } from "../../../src/config/json/settings-schema.ts";
import type { Profile } from "../../../src/config/profile.ts";
import { settings } from "../../../src/config/settings/index.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import type { Directory } from "../../../src/ports/source/directory.ts";
import type { Clause, Scope } from "../../../src/scoping/scope.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleLink } from "../../store/samples.ts";
import { summary } from "../../tui/fake-session.ts";
import { profileInMemory } from "../profile/profile-in-memory.ts";

const person = (id: string, department: string, more: object = {}) => ({
	id,
	userPrincipalName: `${id}@example.com`,
	displayName: id,
	accountEnabled: true,
	department,
	...more,
});

const users = [
	person("ann", "Sales"),
	person("bea", "Legal"),
	person("cid", "IT", { displayName: "Cid\u001B[2J", city: "Oslo" }),
	person("dan", "Sales", { accountEnabled: false }),
	person("eva", "Legal", { deletedDateTime: "2026-01-01T00:00:00Z" }),
	person("fay", "Sales"),
];

const clause = (attribute: string, operator: Clause["operator"], value = ""): Clause => ({
	attribute,
	operator,
	value,
});
const only = (...clauses: readonly Clause[]): Scope => ({
	users: "assigned",
	filters: [{ name: "One", clauses }],
	skipOutOfScopeDeletions: false,
});
const everyone: Scope = { users: "assigned", filters: [], skipOutOfScopeDeletions: false };

/** The scope of a profile over a file in which all but fay are assigned; ann and bea have managed accounts, cid's is released. */
async function open(part: Partial<Profile> = {}) {
	const file = join(mkdtempSync(join(tmpdir(), "scope-")), "users.json");
	const assignments = ["ann", "bea", "cid", "dan", "eva"].map((principalId) => ({
		principalId,
		appRole: "Analyst",
	}));
	writeFileSync(file, JSON.stringify({ users, assignments }));
	const store = await openStore(":memory:");
	await store.putLink(sampleLink("ann"));
	await store.putLink(sampleLink("bea"));
	await store.putLink(sampleLink("cid", { state: "released" }));
	const source = openFileDirectory(file);
	const reads: (readonly string[])[] = [];
	const directory: Directory = {
		...source,
		read(since, attributes, signal) {
			reads.push(attributes);
			return source.read(since, attributes, signal);
		},
		assignments: (signal) => source.assignments(signal),
	};
	const { profile, saveRules, events } = profileInMemory({ source: { type: "file", path: file }, ...part });
	const scope = createScopeService({
		profile,
		saveRules,
		directory: async () => directory,
		store,
		events,
	});
	return { scope, reads, profile, events };
}

const ids = (found: readonly { readonly id: string; readonly fate: string }[]) =>
	found.map(({ id, fate }) => `${id} ${fate}`);

describe("comparing a scope with the saved one", () => {
	it("counts users in scope without soft-deleted ones, and shows who leaves and whose account is disabled", async () => {
		const { scope } = await open();
		const effect = await scope.compare(only(clause("department", "EQUALS", "Sales")));
		expect(effect).toMatchObject({ users: 5, inScope: 2, entering: [], disabled: 1 });
		expect(ids(effect.leaving)).toEqual(["bea disable", "cid ignore"]);
	});

	it("shows who enters, and that a disabled user is not created", async () => {
		const { scope } = await open({
			scope: {
				...everyone,
				filters: [
					{ name: "None", clauses: [{ attribute: "department", operator: "EQUALS", value: "None" }] },
				],
			},
		});
		const effect = await scope.compare(only(clause("department", "EQUALS", "Sales")));
		expect(ids(effect.entering)).toEqual(["ann provision", "dan ignore"]);
		expect((await scope.compare({ ...everyone, users: "all" })).inScope).toBe(5);
	});

	it("disables no account when deletions of users who leave are skipped, or the delete action is off", async () => {
		const sales = only(clause("department", "EQUALS", "Sales"));
		const { scope } = await open();
		expect((await scope.compare({ ...sales, skipOutOfScopeDeletions: true })).disabled).toBe(0);
		const harmless = await open({ actions: { create: true, update: true, delete: false } });
		expect((await harmless.scope.compare(sales)).disabled).toBe(0);
	});

	it("says why the deletion guard would hold back what the change deactivates", async () => {
		const sales = only(clause("department", "EQUALS", "Sales"));
		const guarded = (deletionGuard: object) =>
			open({
				provisioning: settingsSchema(settings).parse({ provisioning: { deletionGuard } }).provisioning,
			});
		expect((await (await open()).scope.compare(sales)).held).toBeNull();
		const strict = await guarded({ count: 0, percent: 0 });
		expect((await strict.scope.compare(sales)).held).toBe(
			"1 account would be disabled or deleted, more than the 0 allowed in a cycle.",
		);
		expect((await strict.scope.compare(everyone)).held).toBeNull();
		expect((await (await guarded({ enabled: false })).scope.compare(sales)).held).toBeNull();
	});

	it("cleans names of control characters", async () => {
		const { scope } = await open();
		const { leaving } = await scope.compare(only(clause("department", "EQUALS", "Sales")));
		expect(leaving[1]?.displayName).not.toMatch(/\p{Cc}/u);
	});

	it("reads the source once, again only for another attribute, on request, and after events that outdate it", async () => {
		const { scope, reads, events } = await open();
		await scope.compare(only(clause("department", "EQUALS", "Sales")));
		await scope.compare(only(clause("department", "EQUALS", "Legal")));
		await scope.compare(everyone);
		expect(reads).toEqual([["department"]]);
		expect((await scope.compare(only(clause("city", "EQUALS", "Oslo")))).inScope).toBe(1);
		expect(reads.at(-1)).toEqual(["department", "city"]);
		await scope.compare(everyone, { refresh: true });
		expect(reads).toHaveLength(3);
		await events.publish({ type: "jobChanged" });
		await scope.compare(everyone);
		expect(reads).toHaveLength(3);
		await events.publish({ type: "cycleEnded", time: 0, summary: summary() });
		await scope.compare(everyone);
		expect(reads).toHaveLength(4);
		await events.publish({ type: "connectionChanged" });
		await scope.compare(everyone);
		expect(reads).toHaveLength(5);
		await events.publish({ type: "sourceChanged" });
		await scope.compare(everyone);
		expect(reads).toHaveLength(6);
	});

	it("stops when it is aborted", async () => {
		const { scope } = await open();
		await expect(scope.compare(everyone, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
	});
});

describe("checking and saving a scope", () => {
	it("finds the filter and the clause at fault, one of each filter", async () => {
		const { scope } = await open();
		const draft: Scope = {
			...everyone,
			filters: [
				{ name: "Fine", clauses: [clause("city", "IS NOT NULL")] },
				{ name: "Empty", clauses: [] },
				{ name: "Bad", clauses: [clause("city", "IS NULL"), clause("mail", "REGEX MATCH", "(")] },
			],
		};
		expect(scope.check(draft)).toMatchObject([
			{ severity: "error", filter: 1, clause: null, message: expect.stringContaining("no clause") },
			{ severity: "error", filter: 2, clause: 1, message: expect.stringContaining('"Bad", clause 2') },
		]);
		await expect(scope.save(draft)).rejects.toThrow('"Empty"');
	});

	it("warns of role mappings when all users are provisioned", async () => {
		const { scope } = await open();
		expect(scope.check(everyone)).toEqual([]);
		expect(scope.check({ ...everyone, users: "all" })).toMatchObject([
			{ severity: "warning", filter: null, message: expect.stringContaining("roles") },
		]);
	});

	it("refuses edits that began with another scope than the saved one, and names what has changed", async () => {
		const { scope, profile } = await open();
		const began = scope.current();
		await scope.save({ ...began, users: "all" });
		const edits = only(clause("department", "EQUALS", "Sales"));
		await expect(scope.save(edits, began)).rejects.toThrow(
			'Not saved: the profile test was changed elsewhere since it was read here (scope.users: "assigned" → "all").',
		);
		expect(profile().scope).toMatchObject({ users: "all", filters: [] });
		await scope.save(edits, scope.current());
		expect(profile().scope).toMatchObject({ users: "assigned", filters: edits.filters });
	});

	it("saves it, and compares with what is saved then", async () => {
		const { scope, profile } = await open();
		const sales = only(clause("department", "EQUALS", "Sales"));
		await scope.save(sales);
		expect(profile().scope).toEqual(sales);
		expect(scope.current()).toEqual(sales);
		expect(await scope.compare(sales)).toMatchObject({ inScope: 2, entering: [], leaving: [] });
	});

	it("offers attributes with one value, under Graph's names and Entra's", async () => {
		const { scope } = await open();
		expect(scope.attributes()).toEqual(
			expect.arrayContaining(["department", "objectId", "extensionAttribute1"]),
		);
		expect(scope.attributes()).not.toContain("businessPhones");
	});
});
