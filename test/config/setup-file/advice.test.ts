import { describe, expect, it } from "vitest";
import { mistakesIn } from "./mistakes.ts";

describe("a mistake in a setup file", () => {
	it.each<[string, string, RegExp]>([
		[
			"a role twice",
			"version: 1\nroles: [User, User]\n",
			/^setup\.yaml:2:15: roles\.1: the role "User" is listed twice/,
		],
		[
			"an id of two roles",
			"version: 1\nroles:\n  - {value: A, id: 11111111-1111-1111-1111-11111111111a}\n  - {value: B, id: 11111111-1111-1111-1111-11111111111A}\n",
			/^setup\.yaml:4:16: roles\.1\.id: another role has the id 1/,
		],
		[
			"a role with other letters",
			"version: 1\nroles: [Größe]\n",
			/^setup\.yaml:2:9: roles\.0: .*\{value: Grosse, sumoRole: Größe\}/,
		],
		[
			"a target that is no path",
			"version: 1\nmappings:\n  - {target: 'roles[primary eq', source: {type: none}, matchingPrecedence: 1}\n",
			/^setup\.yaml:3:6: mappings\.0\.target: A value is expected here.*column 17/,
		],
		[
			"a target twice",
			"version: 1\nmappings:\n  - {target: userName, source: {type: none}, matchingPrecedence: 1}\n  - {target: username, source: {type: none}}\n",
			/^setup\.yaml:4:6: mappings\.1\.target: username is mapped twice/,
		],
		[
			"no matching attribute",
			"version: 1\nmappings:\n  - {target: userName, source: {type: none}}\n",
			/^setup\.yaml:2:1: mappings: no mapping has matchingPrecedence/,
		],
		[
			"a comparison with nothing",
			"version: 1\nscope: {filters: [{name: f, clauses: [{attribute: department, operator: EQUALS}]}]}\n",
			/^setup\.yaml:2:63: .*operator: EQUALS needs a value/,
		],
		[
			"a pattern that cannot be read",
			"version: 1\nscope: {filters: [{name: f, clauses: [{attribute: department, operator: REGEX MATCH, value: '('}]}]}\n",
			/^setup\.yaml:2:86: .*value: The group/,
		],
		...["userType", "manager", "appRoleAssignments", "employeeHireDate", "createdDateTime"].map(
			(attribute): [string, string, RegExp] => [
				`a filter by ${attribute}`,
				`version: 1\nscope: {filters: [{name: f, clauses: [{attribute: ${attribute}, operator: IS NULL}]}]}\n`,
				/^setup\.yaml:2:40: .*attribute: Entra's scoping filters do not take /,
			],
		),
		[
			"a URL without TLS",
			"version: 1\nsumo: {scimUrl: 'http://example.com/'}\n",
			/^setup\.yaml:2:8: sumo\.scimUrl: must begin with https/,
		],
		[
			"a script as reply URL",
			"version: 1\nsaml: {replyUrl: 'javascript:alert(1)'}\n",
			/^setup\.yaml:2:8: saml\.replyUrl: must begin with https/,
		],
		[
			"a misspelled key",
			"version: 1\njob: {notifcationEmail: a@b.co}\n",
			/^setup\.yaml:2:7: job: unknown key "notifcationEmail"\. Did you mean "notificationEmail"\?$/,
		],
		[
			"a key of the top level in a section",
			"version: 1\njob: {mappings: guide-2025}\n",
			/^setup\.yaml:2:7: job: unknown key "mappings" here: it belongs at the top level of the file$/,
		],
		[
			"a key of another section",
			"version: 1\ndeletionThreshold: 500\n",
			/^setup\.yaml:2:1: unknown key "deletionThreshold" here: it belongs under job$/,
		],
		[
			"a misspelled key in a list",
			"version: 1\nassignments: [{user: a, rol: User}]\n",
			/Did you mean "role"\?$/,
		],
		[
			"10 MB",
			`version: 1\n# ${"x".repeat(10_000_000)}\n`,
			/^setup\.yaml:1:1: the file is too large.*assignments: people\.csv/,
		],
		[
			"deep brackets",
			`version: 1\napp: ${"[".repeat(20_000)}\n`,
			/^setup\.yaml:2:106: the values are nested too deeply/,
		],
		[
			"deep lists",
			`version: 1\nroles:\n${"- ".repeat(20_000)}x\n`,
			/^setup\.yaml:3:1: the values are nested too deeply/,
		],
		["a zero byte", "version: 1\n\0\n", /^setup\.yaml:2:1: remove this control character/],
	])("gives the place of %s, and what to do", (_what, text, expected) => {
		expect(mistakesIn(text)[0]).toMatch(expected);
	});

	it("suggests a mapping for a role with a space", () => {
		expect(mistakesIn("version: 1\nroles:\n  - User\n  - Security Analyst\n")).toEqual([
			expect.stringMatching(
				/^setup\.yaml:4:5: roles\.1: .*\{value: Security-Analyst, sumoRole: Security Analyst\}/,
			),
		]);
	});
});
