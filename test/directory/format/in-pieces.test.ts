import { setImmediate } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { atOnce, inPieces } from "../../../src/directory/format/in-pieces.ts";
import { jsonFormat } from "../../../src/directory/json/json-file.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

const users = Array.from({ length: 3_000 }, (_, index) => ({
	id: `u${index}`,
	userPrincipalName: `person${index}@contoso.com`,
	displayName: `Person ${index}`,
}));
const assignments = users.map(({ id }) => ({ principalId: id, appRole: "User" }));
const text = JSON.stringify({ users, assignments });

/** The pieces of the work on a text, and what it results in. */
function piecesOf(text: string) {
	const pieces = jsonFormat.parseInPieces?.(text, "users.json");
	if (pieces === undefined) throw new Error("JSON is not parsed in pieces");
	for (let count = 1; ; count += 1) {
		const { done, value } = pieces.next();
		if (done === true) return { count, value };
	}
}

describe("a JSON source that is parsed in pieces", () => {
	it("pauses every few hundred users and assignments, with the result of parsing at once", () => {
		const { count, value } = piecesOf(text);
		expect(count).toBeGreaterThan(2 * (users.length / 200));
		expect(value).toEqual(jsonFormat.parse(text, "users.json"));
	});

	it("has the errors of parsing at once, also in a later part", () => {
		const wrong = JSON.stringify({
			users,
			assignments: [...assignments, { principalId: 1.5 }, { principalId: true }],
		});
		expect(() => piecesOf(wrong)).toThrow(/assignments\[3000\].*\(and 1 more\)/);
		const unknown = JSON.stringify({ users, assignments: [...assignments, { principalId: "nobody" }] });
		expect(() => piecesOf(unknown)).toThrow("nobody is neither a user nor a group of this file");
	});

	it("is parsed once for all who read at the same time", async () => {
		const parse = vi.spyOn(jsonFormat, "parseInPieces");
		onTestFinished(() => parse.mockRestore());
		const directory = openFileDirectory(folder.write("users.json", text));
		const [one, other] = await Promise.all([directory.user("u1", []), directory.user("u2999", [])]);
		expect([one?.id, other?.id]).toEqual(["u1", "u2999"]);
		expect(parse).toHaveBeenCalledTimes(1);
	});
});

describe("work in pieces", () => {
	it("has the same result with and without pauses", async () => {
		function* work() {
			yield;
			yield;
			return 3;
		}
		expect(atOnce(work())).toBe(3);
		expect(await inPieces(work())).toBe(3);
	});

	it("lets others run in its pauses", async () => {
		const order: string[] = [];
		function* work() {
			order.push("one");
			yield;
			order.push("two");
		}
		const other = setImmediate().then(() => order.push("other"));
		await Promise.all([inPieces(work(), 0), other]);
		expect(order).toEqual(["one", "other", "two"]);
	});

	it("passes on what a piece throws", async () => {
		function* work() {
			yield;
			throw new Error("broken");
		}
		expect(() => atOnce(work())).toThrow("broken");
		await expect(inPieces(work())).rejects.toThrow("broken");
	});
});
