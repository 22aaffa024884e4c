import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import type { CycleKnowledge } from "../../../src/app/people/cycle-since.ts";
import { type KeptChanges, keepChanges } from "../../../src/app/people/kept-changes.ts";
import { createPeopleService } from "../../../src/app/people/people-service.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import type { Directory } from "../../../src/ports/source/directory.ts";
import { FakeDirectory, person } from "../../engine/fake-directory.ts";

/** People over a file of two users whose reading waits until it is let go. */
function held() {
	const file = join(mkdtempSync(join(tmpdir(), "people-")), "users.json");
	const users = ["ann", "bea"].map((id) => ({
		id,
		userPrincipalName: `${id}@example.com`,
		displayName: id,
		accountEnabled: true,
	}));
	writeFileSync(file, JSON.stringify({ users, assignments: [] }));
	const source = openFileDirectory(file);
	const gate = Promise.withResolvers<void>();
	const signals: (AbortSignal | undefined)[] = [];
	const directory: Directory = {
		...source,
		async read(since, attributes, signal) {
			signals.push(signal);
			await gate.promise;
			return source.read(since, attributes, signal);
		},
	};
	const people = createPeopleService({
		directory: async () => directory,
		events: createEventBus(),
		now: Date.now,
	});
	return { people, signals, letGo: gate.resolve, fail: gate.reject };
}

describe("the list of users, read once for all callers", () => {
	it("arrives for the others when one of them stops waiting", async () => {
		const { people, signals, letGo } = held();
		const leaving = new AbortController();
		const first = people.list({ signal: leaving.signal });
		const second = people.list({ signal: new AbortController().signal });
		leaving.abort(new Error("the screen was left"));
		await expect(first).rejects.toThrow("the screen was left");
		letGo();
		expect((await second).map(({ id }) => id)).toEqual(["ann", "bea"]);
		expect(await people.list({ signal: new AbortController().signal })).toBe(await second);
		expect(signals).toEqual([undefined]);
	});

	it("is cached for the next caller when no one waited to the end", async () => {
		const { people, signals, letGo } = held();
		await expect(people.list({ signal: AbortSignal.abort(new Error("left before")) })).rejects.toThrow(
			"left before",
		);
		letGo();
		expect(await people.list()).toHaveLength(2);
		expect(signals).toHaveLength(1);
	});

	it("fails for all who wait, and is read again by the next", async () => {
		const { people, signals, fail } = held();
		const waiting = [people.list({ signal: new AbortController().signal }), people.list()];
		fail(new Error("the source is down"));
		for (const one of waiting) await expect(one).rejects.toThrow("the source is down");
		await expect(people.list()).rejects.toThrow("the source is down");
		expect(signals).toHaveLength(2);
	});
});

describe("users of a file", () => {
	it("come with the file's problems, and with what a change rewrote until it is undone", async () => {
		const file = join(mkdtempSync(join(tmpdir(), "people-")), "users.csv");
		const text = "userPrincipalName,displayName,role\nann@x,Ann,User\n";
		writeFileSync(file, text);
		const source = openFileDirectory(file);
		const people = createPeopleService({
			directory: async () => source,
			events: createEventBus(),
			now: Date.now,
		});
		expect(await people.file()).toMatchObject({
			path: file,
			problems: [{ code: "account-enabled-missing", count: 1 }],
			rewrites: [],
		});
		await people.unassign(["ann@x"]);
		expect((await people.list())[0]?.assigned).toEqual([]);
		expect((await people.file())?.rewrites).toMatchObject([{ file }]);
		expect(await people.undo()).toMatchObject({ file });
		expect((await people.list())[0]?.assigned).toMatchObject([{ role: "User" }]);
		expect(readFileSync(file, "utf8")).toBe(text);
		await expect(people.undo()).rejects.toThrow("No change of users.csv can be undone.");
	});
});

/** Ada is assigned as User, Bob and Cy are not; `cycles` is what has run. */
function tenant(
	cycles: CycleKnowledge = { running: null },
	now: () => number = Date.now,
	made: KeptChanges = keepChanges(null),
) {
	const directory = new FakeDirectory();
	directory.put(person("Ada"), "User");
	directory.put(person("Bob"));
	directory.put(person("Cy"));
	const knowledge = { cycles };
	const people = createPeopleService({
		directory: async () => directory,
		events: createEventBus(),
		cycles: async () => knowledge.cycles,
		now,
		made,
	});
	const rolesOf = async () =>
		(await people.list()).map(({ id, assigned }) => `${id} ${assigned.map(({ role }) => role)}`);
	return { directory, people, knowledge, rolesOf };
}

const ended = (endedAt: number | null): CycleKnowledge => ({
	running: null,
	recentCycles: [
		{
			...{ id: "C1", kind: "incremental", startedAt: 0, endedAt, outcome: "completed", error: null },
			counts: {
				...{ created: 0, updated: 0, disabled: 0, enabled: 0, deleted: 0 },
				...{ skipped: 0, failed: 0, staged: 0, requests: 0 },
			},
		},
	],
});

describe("a change of assignments in Entra ID", () => {
	it("is undone with the inverse calls, only for users whom it changed", async () => {
		const { people, rolesOf } = tenant();
		expect(await people.lastChange()).toBeNull();
		await people.assign(["source-ada", "source-bob", "source-cy"], "role-user");
		expect(await rolesOf()).toEqual(["source-ada User", "source-bob User", "source-cy User"]);
		expect(await people.lastChange()).toMatchObject({
			kind: "assigned",
			names: ["Bob Example", "Cy Example"],
			file: null,
			refusal: null,
		});
		expect(await people.undo()).toMatchObject({ kind: "assigned", names: ["Bob Example", "Cy Example"] });
		expect(await rolesOf()).toEqual(["source-ada User", "source-bob ", "source-cy "]);
		await expect(people.undo()).rejects.toThrow("There is no change of assignments to undo.");
	});

	it("gives back the role that was removed", async () => {
		const { people, rolesOf } = tenant();
		await people.unassign(["source-ada", "source-bob"]);
		expect(await rolesOf()).toEqual(["source-ada ", "source-bob ", "source-cy "]);
		expect(await people.undo()).toMatchObject({ kind: "unassigned", names: ["Ada Example"] });
		expect(await rolesOf()).toEqual(["source-ada User", "source-bob ", "source-cy "]);
	});

	it.each([
		["has run", ended(2000), "A cycle has run since the change: it ended at 1970-01-01T00:00:02.000Z."],
		["is running elsewhere", ended(null), "A cycle is running"],
	])("is not undone once a cycle %s, and that is the reason", async (_, cycles, reason) => {
		const { people, rolesOf, knowledge } = tenant(ended(999), () => 1000);
		await people.assign(["source-bob"], "role-user");
		expect((await people.lastChange())?.refusal).toBeNull();
		knowledge.cycles = cycles;
		expect((await people.lastChange())?.refusal).toContain(reason);
		await expect(people.undo()).rejects.toThrow(reason);
		expect(await rolesOf()).toContain("source-bob User");
	});

	it("counts as done only when Entra ID shows it", async () => {
		const { people, directory } = tenant();
		directory.assign = async () => undefined;
		expect(await people.assign(["source-bob"], "role-user")).toEqual([
			{ id: "source-bob", displayName: "Bob Example", error: null, isUnconfirmed: true },
		]);
		expect(await people.lastChange()).toBeNull();
	});

	it("is undone before the changes that were made before it, also where an assignment has another id by then", async () => {
		const { people, rolesOf } = tenant();
		await people.assign(["source-bob"], "role-user");
		await people.unassign(["source-bob"]);
		await people.assign(["source-cy"], "role-user");
		expect((await people.undo()).names).toEqual(["Cy Example"]);
		expect(await rolesOf()).toEqual(["source-ada User", "source-bob ", "source-cy "]);
		expect(await people.undo()).toMatchObject({ kind: "unassigned", names: ["Bob Example"] });
		expect(await rolesOf()).toContain("source-bob User");
		expect((await people.undo()).results).toMatchObject([{ displayName: "Bob Example", error: null }]);
		expect(await rolesOf()).toContain("source-bob ");
		expect(await people.lastChange()).toBeNull();
	});

	it("is still undone after a restart, but not once the source is another one", async () => {
		const path = join(mkdtempSync(join(tmpdir(), "people-")), "demo.sqlite.assignments.json");
		const { people, directory, rolesOf } = tenant({ running: null }, () => 5, keepChanges(path));
		await people.assign(["source-bob"], "role-user");
		const events = createEventBus();
		const parts = { directory: async () => directory, events, now: () => 6 };
		const later = createPeopleService({ ...parts, made: keepChanges(path) });
		expect(await later.lastChange()).toMatchObject({ kind: "assigned", at: 5, names: ["Bob Example"] });
		await later.undo();
		await people.list({ refresh: true });
		expect(await rolesOf()).toContain("source-bob ");
		expect(await keepChanges(path).all()).toEqual([]);
		await later.assign(["source-cy"], "role-user");
		await events.publish({ type: "connectionChanged" });
		expect(await later.lastChange()).toBeNull();
		expect(await keepChanges(path).all()).toEqual([]);
	});

	it("stays to be undone for the users for whom undoing failed", async () => {
		const { people, directory } = tenant();
		await people.assign(["source-bob", "source-cy"], "role-user");
		const unassign = directory.unassign.bind(directory);
		directory.unassign = async (id) => {
			if (id === "source-cy") throw new Error("Graph is down");
			await unassign(id);
		};
		expect((await people.undo()).results).toMatchObject([{ error: null }, { error: "Graph is down" }]);
		directory.unassign = unassign;
		expect((await people.undo()).results).toMatchObject([{ displayName: "Cy Example", error: null }]);
	});
});

describe("a change of many users in a file", () => {
	it("is one rewrite, undone as a whole, also when some users were left out", async () => {
		const file = join(mkdtempSync(join(tmpdir(), "people-")), "users.csv");
		const names = Array.from({ length: 30 }, (_, number) => `u${number}@x`);
		const text = `userPrincipalName,displayName,role\n${names.map((name) => `${name},${name},\n`).join("")}ann@x,Ann,User\n`;
		writeFileSync(file, text);
		const source = openFileDirectory(file);
		const people = createPeopleService({
			directory: async () => source,
			events: createEventBus(),
			now: Date.now,
		});
		const [role] = await people.roles();
		const results = await people.assign([...names, "nobody@x"], role?.id ?? "");
		expect(results.filter(({ error }) => error === null)).toHaveLength(30);
		expect(results.at(-1)?.error).toContain("no longer in the directory");
		expect((await people.file())?.rewrites).toHaveLength(1);
		expect((await people.lastChange())?.names).toHaveLength(30);
		await people.undo();
		expect(readFileSync(file, "utf8")).toBe(text);
	});
});
