import { describe, expect, it } from "vitest";
import { readSetupFile } from "../../src/config/setup-file/read.ts";
import { SetupFileError } from "../../src/config/setup-file/setup-file-error.ts";
import { writeSetupFile } from "../../src/config/setup-file/write.ts";
import { deploymentCodes } from "../../src/setup/deployment.ts";

/** The places and messages of the mistakes in a file. */
function mistakesIn(text: string): readonly string[] {
	try {
		readSetupFile(text, "setup.yaml");
		return [];
	} catch (error) {
		if (!(error instanceof SetupFileError)) throw error;
		return error.message.split("\n");
	}
}

describe("a setup file", () => {
	it("has the guide's values where it says nothing", () => {
		const file = readSetupFile("version: 1\n", "setup.yaml");
		expect(file).toMatchObject({
			app: { name: "Sumo Logic" },
			saml: { identifier: "https://service.sumologic.com", sumo: true },
			roles: "all",
			assignments: [],
			mappings: "guide",
			scope: { users: "assigned", filters: [] },
			job: { start: true },
		});
		expect(readSetupFile(writeSetupFile(file), "setup.yaml")).toEqual(file);
	});

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

	it("knows the deployments of Sumo Logic", () => {
		for (const code of deploymentCodes)
			expect(mistakesIn(`version: 1\nsumo: {deployment: ${code}}\n`)).toEqual([]);
		expect(mistakesIn("version: 1\nsumo: {deployment: us9}\n")).toHaveLength(1);
		expect(mistakesIn("version: 1\nsumo: {deployment: constructor}\n")).toHaveLength(1);
	});

	it.each([
		["US2", "us2"],
		["zrh", "ch"],
		["ZRH", "ch"],
		['" Fed "', "fed"],
	])("reads the deployment %s as %s, as flags and profiles do", (written, deployment) => {
		expect(readSetupFile(`version: 1\nsumo: {deployment: ${written}}\n`, "setup.yaml").sumo).toEqual({
			deployment,
		});
	});

	it("suggests a mapping for a role with a space", () => {
		expect(mistakesIn("version: 1\nroles:\n  - User\n  - Security Analyst\n")).toEqual([
			expect.stringMatching(
				/^setup\.yaml:4:5: roles\.1: .*\{value: Security-Analyst, sumoRole: Security Analyst\}/,
			),
		]);
	});

	it.each(["secretToken", "client_secret", "accessKey", "ACCESS-ID", "password", "apiKey", "graphToken"])(
		"refuses the key %s without showing its value, wherever it is",
		(key) => {
			const [mistake = "", ...others] = mistakesIn(
				`version: 1\nsumo:\n  deployment: us2\n  ${key}: hush-hush\n`,
			);
			expect(others).toEqual([]);
			expect(mistake).toMatch(/^setup\.yaml:4:3: .*holds no secrets/);
			expect(mistake).not.toContain("hush");
		},
	);

	it("refuses a value that looks like an access key, without showing it", () => {
		const value = "x".repeat(64);
		const mistakes = mistakesIn(`version: 1\napp:\n  name: ${value}\n`).join();
		expect(mistakes).toMatch(/^setup\.yaml:3:9: .*looks like/);
		expect(mistakes).not.toContain(value);
	});
});
