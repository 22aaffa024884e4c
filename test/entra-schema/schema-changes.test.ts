import { describe, expect, it } from "vitest";
import { schemaChanges } from "../../src/entra-schema/schema-changes.ts";

const changes = (before: object, after: object) =>
	schemaChanges({ synchronizationRules: [], ...before }, { synchronizationRules: [], ...after });

describe("schemaChanges", () => {
	it("finds nothing in equal schemas, whatever the order of members, versions and times", () => {
		expect(changes({ a: 1, b: { c: [1] }, version: "1" }, { b: { c: [1] }, a: 1, version: "2" })).toEqual([]);
		expect(
			changes(
				{ directories: [{ name: "d", discoveryDateTime: null }] },
				{ directories: [{ name: "d", discoveryDateTime: "2026-03-01T00:00:00Z" }] },
			),
		).toEqual([]);
	});

	it("names elements of lists, and says what was added, removed and moved", () => {
		const list = (...names: readonly string[]) => ({ list: names.map((name) => ({ name, value: 1 })) });
		expect(changes(list("a", "b"), list("b", "c"))).toEqual(["list[a]: removed", "list[c]: added"]);
		expect(changes(list("a", "b"), list("b", "a"))).toEqual(["list: in another order"]);
	});

	it("counts elements without a name of their own", () => {
		expect(changes({ list: [1, 2] }, { list: [1, 3, 4] })).toEqual(["list[1]: 2 → 3", "list[2]: absent → 4"]);
		const twins = [{ name: "x" }, { name: "x" }];
		expect(changes({ list: twins }, { list: [...twins, { name: "y" }] })).toEqual([
			'list[2]: absent → {"name":"y"}',
		]);
	});

	it("cuts long values", () => {
		const [line = ""] = changes({ text: "x".repeat(500) }, { text: "" });
		expect(line.length).toBeLessThan(120);
	});
});
