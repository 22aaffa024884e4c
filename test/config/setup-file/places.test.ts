import { describe, expect, it } from "vitest";
import { mistakesIn } from "./mistakes.ts";

describe("a mistake in a setup file", () => {
	it.each([
		[
			"a value of the wrong type",
			"version: 1\njob:\n  deletionThreshold: many\n",
			/^setup\.yaml:3:3: job\.deletionThreshold: /,
		],
		["an unknown key", "version: 1\njob:\n  begin: true\n", /^setup\.yaml:3:3: job: .*begin/],
		[
			"an element of a list",
			"version: 1\nassignments:\n  - user: a@b.c\n  - {team: x}\n",
			/^setup\.yaml:4:5: assignments\.1/,
		],
		[
			"an unknown deployment",
			"version: 1\nsumo:\n  deployment: us9\n",
			/^setup\.yaml:3:3: sumo\.deployment: /,
		],
		[
			"two places of Sumo Logic",
			"version: 1\nsumo:\n  deployment: us2\n  scimUrl: https://x.test\n",
			/^setup\.yaml:4:3: /,
		],
		[
			"an unknown cloud",
			"version: 1\ntenant: {id: x, cloud: moon}\n",
			/^setup\.yaml:2:17: tenant\.cloud: .*us-dod/,
		],
		["a missing version", "app: {name: X}\n", /^setup\.yaml:1:1: version/],
		["broken YAML", "version: 1\napp: [\n", /^setup\.yaml:\d+:\d+: /],
		["a key that appears twice", "version: 1\nversion: 1\n", /^setup\.yaml:2:1: /],
		["an unknown tag", "version: !!js/function x\n", /^setup\.yaml:1:\d+: /],
		["an empty file", "", /^setup\.yaml:1:1: version/],
		["a list", "- a\n", /^setup\.yaml:1:1: /],
	])("gives line and column of %s", (_what, text, expected) => {
		expect(mistakesIn(text)[0]).toMatch(expected);
	});

	it("shows the first 20 of many mistakes", () => {
		const many = `version: 1\n${Array.from({ length: 50 }, (_, at) => `unknown${at}: 1\n`).join("")}`;
		const mistakes = mistakesIn(`${many}roles: [${"1, ".repeat(50)}]\n`);
		expect(mistakes).toHaveLength(21);
		expect(mistakes.at(-1)).toMatch(/and \d+ more mistakes/);
	});
});
