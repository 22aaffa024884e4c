import { describe, expect, it } from "vitest";
import { mistakesIn } from "./mistakes.ts";

describe("a mistake in a setup file", () => {
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
			"an expression that cannot be read",
			"version: 1\nmappings:\n  - target: userName\n    source: {type: expression, expression: 'Join('}\n",
			/^setup\.yaml:4:32: mappings\.0\.source\.expression: The call of Join has no closing parenthesis/,
		],
		[
			"an assignment of no one",
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
});
