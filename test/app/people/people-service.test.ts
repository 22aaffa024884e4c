import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createPeopleService } from "../../../src/app/people/people-service.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import type { Directory } from "../../../src/ports/source/directory.ts";

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
	const people = createPeopleService({ directory: async () => directory, events: createEventBus() });
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
		const people = createPeopleService({ directory: async () => source, events: createEventBus() });
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
