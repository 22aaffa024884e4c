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

	it.each<[string, string, RegExp]>([
		[
			"a byte order mark and line breaks of Windows",
			"\uFEFFversion: 1\r\nnope: 1\r\n",
			/^setup\.yaml:2:1: unknown key "nope"/,
		],
		[
			"comments only",
			"# nothing yet\n\n",
			/^setup\.yaml:1:1: version: is missing, since the file has no content/,
		],
		["a scalar", "hello\n", /^setup\.yaml:1:1: expected a map of keys and values, found a string/],
		["null", "null\n", /^setup\.yaml:1:1: version: must be 1/],
		["another encoding", "version: 1\napp: {name: Caf\uFFFD}\n", /^setup\.yaml:2:16: the file is not UTF-8/],
		["an alias without an anchor", "version: 1\napp: *nope\n", /^setup\.yaml:2:6: there is no anchor &nope/],
		[
			"aliases that multiply",
			`version: 1\na: &a [1,1]\n${"bcdefghij"
				.split("")
				.map((key, at) => `${key}: &${key} [${`*${"abcdefghi"[at]},`.repeat(9)}1]\n`)
				.join("")}`,
			/^setup\.yaml:3:8: the file has more than 100 aliases/,
		],
		[
			"an alias to its own map",
			"version: 1\napp: &a {name: x, tag: *a}\n",
			/^setup\.yaml:2:19: app\.tag: expected a string/,
		],
		[
			"several documents",
			"version: 1\n---\nversion: 1\n",
			/^setup\.yaml:2:1: the file holds several YAML documents/,
		],
		[
			"an expression that is too long",
			`version: 1\nmappings: [{target: userName, matchingPrecedence: 1, source: {type: expression, expression: '"${"x".repeat(10_000)}"'}}]\n`,
			/^setup\.yaml:2:\d+: mappings\.0\.source\.expression: has 10002 characters, and Entra takes at most 10000/,
		],
		["a merge of what is not a map", "version: 1\napp: {<<: 5}\n", /^setup\.yaml:2:7: << merges maps only/],
		["an ordered map", "version: 1\napp: !!omap [name: x]\n", /^setup\.yaml:2:13: remove the type \(!!…\)/],
		["a date", "version: 1\napp: {name: !!timestamp 2001-01-01}\n", /^setup\.yaml:2:\d+: remove the type/],
		["line breaks of old Macs", "version: 1\rapp: {}\r", /^setup\.yaml:1:11: this line ends with a carriage/],
		[
			"half a pair",
			'version: 1\napp: {name: "\\ud800"}\n',
			/^setup\.yaml:2:13: the value contains a control/,
		],
		["a number as a key", "version: 1\n7: x\n", /^setup\.yaml:2:1: unknown key "7"/],
		["a second colon", "version: 1\napp: name: x\n", /^setup\.yaml:2:6: a second colon on this line/],
		[
			"keys out of line",
			"version: 1\napp:\n  name: x\n id: y\n",
			/^setup\.yaml:4:1: this key does not begin/,
		],
		[
			"an unknown preset",
			"version: 1\nmappings: old\n",
			/mappings: must be one of guide, guide-2025 or a list$/,
		],
		[
			"a tenant with a space",
			"version: 1\ntenant: {id: a b}\n",
			/^setup\.yaml:2:10: tenant\.id: is neither a/,
		],
		["a key that is a list", "version: 1\n? [a, b]\n: c\n", /^setup\.yaml:2:3: a key must be a string/],
		[
			"a key that appears twice in a map",
			"version: 1\napp:\n  name: a\n  name: b\n",
			/^setup\.yaml:4:3: this key appears twice/,
		],
		["a tab", "version: 1\n\tapp: {}\n", /^setup\.yaml:2:1: this line is indented with a tab: use spaces$/],
		[
			"a quote that is not closed",
			'version: 1\napp: {name: "x\nroles: all\n',
			/^setup\.yaml:2:13: this value has no closing quotation mark$/,
		],
		["no space after a colon", "version:1\napp: {}\n", /^setup\.yaml:1:1: .*with a space after the colon$/],
		[
			"keys of a list out of line",
			"version: 1\nassignments:\n  - user: a@example.com\n   role: User\n",
			/^setup\.yaml:4:1: this line is not in the same column as the key above it/,
		],
		[
			"a key that is indented more than the one above",
			"version: 1\ntenant:\n  id: contoso.com\n   clientId: x\n",
			/^setup\.yaml:3:7: the key in the line below is indented more than this one/,
		],
		["dashes in brackets", "version: 1\nroles: [\n  - User\n]\n", /^setup\.yaml:3:3: a dash inside \[ \]/],
		[
			"keys that are not indented",
			"version: 1\ntenant:\nid: contoso.com\n",
			/^setup\.yaml:2:1: tenant: expected a map of keys and values, found nothing: indent what belongs to it$/,
		],
		[
			"a control character",
			'version: 1\napp: {name: "x\\e[31m"}\n',
			/^setup\.yaml:2:13: the value contains a control character/,
		],
		["a newer version", "version: 2\n", /^setup\.yaml:1:1: version: must be 1/],
		["a version in quotes", 'version: "1"\n', /^setup\.yaml:1:1: version: must be 1/],
		[
			"one role without a list",
			"version: 1\nroles: User\n",
			/^setup\.yaml:2:1: roles: must be "all" or a list$/,
		],
		[
			"roles of other types",
			"version: 1\nroles: [User, 1]\n",
			/^setup\.yaml:2:15: roles\.1: must be a string or a map/,
		],
		[
			"yes in place of true",
			"version: 1\nremoveOtherRoles: yes\n",
			/^setup\.yaml:2:1: removeOtherRoles: expected true or false/,
		],
		["a job that is text", "version: 1\njob: on\n", /^setup\.yaml:2:1: job: must be false or a map/],
		[
			"a fraction",
			"version: 1\njob: {deletionThreshold: 1.5}\n",
			/job\.deletionThreshold: must be a whole number/,
		],
		[
			"a number below 1",
			"version: 1\njob: {deletionThreshold: 0}\n",
			/job\.deletionThreshold: must be greater than 0/,
		],
		[
			"a number that is too large",
			"version: 1\njob: {deletionThreshold: 1e400}\n",
			/job\.deletionThreshold: .*too large/,
		],
		[
			"no email address",
			"version: 1\njob: {notificationEmail: ops}\n",
			/job\.notificationEmail: is not an email address/,
		],
		["no GUID", "version: 1\napp: {id: abc}\n", /app\.id: is not an ID such as/],
		["an empty name", 'version: 1\napp: {name: " "}\n', /^setup\.yaml:2:7: app\.name: must not be empty/],
		[
			"an assignment of both kinds",
			"version: 1\nassignments: [{user: a, group: b}]\n",
			/^setup\.yaml:2:25: assignments\.0: unknown key "group"/,
		],
		[
			"an assignment of no one",
			"version: 1\nassignments: [{role: User}]\n",
			/assignments\.0\.user: is missing/,
		],
		[
			"an expression that cannot be read",
			"version: 1\nmappings:\n  - target: userName\n    source: {type: expression, expression: 'Join('}\n",
			/^setup\.yaml:4:32: mappings\.0\.source\.expression: The call of Join has no closing parenthesis/,
		],
		[
			"an assignment of no one, with the alternative",
			"version: 1\nassignments: [{role: User}]\n",
			/^setup\.yaml:2:15: assignments\.0\.user: is missing, and so is group: give one of them$/,
		],
		[
			"an assignment of a user and a group",
			"version: 1\nassignments: [{user: a, group: b}]\n",
			/^setup\.yaml:2:25: assignments\.0: unknown key "group" beside the other keys here: remove one of them$/,
		],
		[
			"a function that does not exist",
			"version: 1\nmappings:\n  - target: userName\n    source: {type: expression, expression: 'Foo([mail])'}\n",
			/^setup\.yaml:4:32: mappings\.0\.source\.expression: There is no function Foo/,
		],
		[
			"a kind of source in capitals",
			"version: 1\nmappings: [{target: userName, source: {type: Direct, attribute: mail}}]\n",
			/^setup\.yaml:2:40: mappings\.0\.source\.type: must be one of direct, constant, expression, none$/,
		],
		[
			"a name in Sumo Logic that no mapping uses",
			"version: 1\nroles: [{value: A, sumoRole: A B}]\nmappings: guide-2025\n",
			/^setup\.yaml:2:20: roles\.0\.sumoRole: can be used only with mappings: guide/,
		],
		["keys of every object", "version: 1\n__proto__: {a: 1}\n", /^setup\.yaml:2:1: unknown key "__proto__"/],
	])("says in words what is wrong with %s, with line and column", (_what, text, expected) => {
		expect(mistakesIn(text)[0]).toMatch(expected);
	});

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

	it("reads a filter that compares with nothing, and https or this machine as target", () => {
		const text =
			"version: 1\nsumo: {scimUrl: 'http://127.0.0.1:4711/api'}\nscope: {filters: [{name: f, clauses: [{attribute: mail, operator: IS NOT NULL}]}]}\n";
		expect(readSetupFile(text, "setup.yaml").scope.filters[0]?.clauses).toEqual([
			{ attribute: "mail", operator: "IS NOT NULL", value: "" },
		]);
	});

	it("shows the first 20 of many mistakes", () => {
		const many = `version: 1\n${Array.from({ length: 50 }, (_, at) => `unknown${at}: 1\n`).join("")}`;
		const mistakes = mistakesIn(`${many}roles: [${"1, ".repeat(50)}]\n`);
		expect(mistakes).toHaveLength(21);
		expect(mistakes.at(-1)).toMatch(/and \d+ more mistakes/);
	});

	it.each([
		["a Secret Token", Buffer.from(`suAbCdEf123456:${"k".repeat(64)}`).toString("base64")],
		["an access ID", "suAbCdEf123456"],
		["an access token", "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"],
		["a client secret", `abc8Q~${"d".repeat(34)}`],
	])("refuses %s as a value and in a comment, without showing it", (_what, secret) => {
		for (const [text, place] of [
			[`version: 1\napp: {name: "${secret}"}\n`, /^setup\.yaml:2:13: This value looks like a secret/],
			[`version: 1\n# use "${secret}"\n`, /^setup\.yaml:2:8: This comment holds a secret/],
		] as const) {
			const mistakes = mistakesIn(text).join();
			expect(mistakes).toMatch(place);
			expect(mistakes).not.toContain(secret);
		}
		expect(mistakesIn("version: 1\napp: {name: superintendent}\n")).toEqual([]);
	});

	it("reads anchors and merged maps", () => {
		const text =
			"version: 1\nroles: &roles [User]\nassignments:\n  - &ada {user: ada@contoso.com, role: User}\n  - <<: *ada\n    user: ben@contoso.com\n";
		expect(readSetupFile(text, "setup.yaml").assignments).toEqual([
			{ user: "ada@contoso.com", role: "User" },
			{ user: "ben@contoso.com", role: "User" },
		]);
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
