import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runInProcess } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { run } from "../site/program.ts";
import { freshFolder, openSite, readRun, type Site } from "../site/site.ts";

async function openOne(): Promise<Site> {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"));
	return site;
}

function write(site: Site, name: string, text: string): string {
	const path = join(site.folder, name);
	writeFileSync(path, text);
	return path;
}

describe("a wrong call ends with 2, does nothing, and says what is wrong", () => {
	it.each([
		["an unknown flag", ["run", "--scimurl", "x"], "unknown option '--scimurl'"],
		[
			"an unknown command",
			["provision"],
			'There is no command "provision". Run sumo-provision --help to list them.',
		],
		["a word too many", ["run", "now"], "too many arguments"],
		["no source", ["run"], "--source (or SUMO_PROVISION_SOURCE) is needed"],
		[
			"a source of another kind",
			["run", "--source", "users.xlsx"],
			'--source (or SUMO_PROVISION_SOURCE) must be entra, or the path of a .json or .csv file, not "users.xlsx"',
		],
		[
			"no target",
			["run", "--source", "users.json"],
			"--scim-url (or SUMO_PROVISION_SCIM_URL) or --deployment (or SUMO_PROVISION_DEPLOYMENT) is needed",
		],
		[
			"an unknown deployment",
			["run", "--source", "users.json", "--deployment", "mars"],
			"--deployment (or SUMO_PROVISION_DEPLOYMENT) must be one of us1, us2,",
		],
		[
			"no secret token",
			["run", "--source", "users.json", "--deployment", "us2"],
			"--token-env (or SUMO_PROVISION_SECRET_TOKEN) is needed",
		],
		[
			"a variable that is not set",
			["run", "--source", "users.json", "--deployment", "us2", "--token-env", "NOBODY_SET_ME"],
			"--token-env (or SUMO_PROVISION_SECRET_TOKEN) names the variable NOBODY_SET_ME, which is not set",
		],
		[
			"Entra without an application",
			["run", "--source", "entra", "--tenant-id", "t", "--client-id", "c"],
			"--application (or SUMO_PROVISION_APPLICATION) is needed",
		],
		[
			"a limit that is not a number",
			["logs", "--limit", "few"],
			'--limit takes a whole number of at least 1, not "few"',
		],
		["an unknown status", ["logs", "--status", "sad"], "--status"],
	])("%s", async (_, args, message) => {
		const { code, out, err } = await runInProcess([...args, "--home", freshFolder()]);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toContain(message);
	});

	it.each([
		["--interval", "3"],
		["--interval", "often"],
		["--rate", "0"],
		["--concurrency", "none"],
		["--reactivation", "maybe"],
		["--scope", "some"],
		["--actions", "create,destroy"],
		["--hard-delete", "yes"],
		["--deletion-guard", "10%"],
		["--profile", "Not A Name"],
	])("%s %s", async (flag, value) => {
		const site = await openOne();
		const { code, out, err } = await site.attempt(flag, value);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toMatch(new RegExp(`^sumo-provision: ${flag} \\(or SUMO_PROVISION_[A-Z_]+\\) `));
		expect(site.tap.exchanges).toEqual([]);
	});

	it("a secret in the place of the name of its variable, which it does not repeat", async () => {
		const secret = Buffer.from(`suABCDEFGHIJKL:${"s".repeat(64)}`).toString("base64");
		const { code, out, err } = await run([
			"run",
			"--source",
			"users.json",
			"--deployment",
			"us2",
			"--token-env",
			secret,
		]);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toContain("--token-env");
		expect(err).not.toContain(secret.slice(0, 12));
	});

	it.each([
		["that is not there", undefined, "there is no such file"],
		[
			"with a syntax error",
			'{"mappings": [\n  {"target": "userName",}\n]}',
			'line 2, column 25: a name in quotes expected, not "}"',
		],
		["without mappings", "{}", "an object with an array of mappings"],
		[
			"with an expression that does not parse",
			JSON.stringify({
				mappings: [
					{ target: "userName", source: { type: "direct", attribute: "mail" }, matchingPrecedence: 1 },
					{ target: "name.familyName", source: { type: "expression", expression: 'ToUpper([surname], "x"' } },
				],
			}),
			'The mapping to name.familyName is wrong at line 1, column 1: The call of ToUpper has no closing parenthesis\nToUpper([surname], "x"\n^',
		],
	])("a file of mappings %s", async (_, text, message) => {
		const site = await openOne();
		const path = text === undefined ? join(site.folder, "none.json") : write(site, "mappings.json", text);
		const { code, out, err } = await site.attempt("--mappings", path);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toContain(`--mappings (or SUMO_PROVISION_MAPPINGS): ${path}: `);
		expect(err).toContain(message);
		expect(site.tap.exchanges).toEqual([]);
	});
});

describe("a pipe in the place of a file that an option names is refused without waiting for its other end", () => {
	it.each([
		["mappings", ["run", "--mappings"]],
		["the setup", ["setup", "plan", "--file"]],
	])("%s", async (_, [...call]) => {
		const path = join(freshFolder(), "pipe");
		execFileSync("mkfifo", [path]);
		const { code, out, err } = await runInProcess([...call, path, "--home", freshFolder()]);
		expect({ code, out, err }).toEqual({
			code: 2,
			out: "",
			err: `sumo-provision: ${path} cannot be read (it is a pipe).\n`,
		});
	});
});

describe("a source that cannot be read ends the run with 1, names file and place, and changes no user", () => {
	it.each([
		[
			"a row too long",
			"users.csv",
			"userPrincipalName,role\nada@example.com,User\nbob@example.com,User,extra\n",
			"users.csv: line 3: 3 columns, but the header has 2",
		],
		[
			"a quote left open",
			"users.csv",
			'userPrincipalName,role\n"ada@example.com,User\n',
			"users.csv: line 2: a quotation mark that opens in this row is never closed",
		],
		[
			"a header of other names",
			"users.csv",
			"name,role\nAda,User\n",
			"users.csv: line 1: the header has no column userPrincipalName",
		],
		[
			"a cell of another type",
			"users.csv",
			"userPrincipalName,accountEnabled\nada@example.com,maybe\n",
			'users.csv: line 2: accountEnabled is "maybe", not true or false',
		],
		[
			"a syntax error",
			"users.json",
			'{"users": [\n  {"id": "1" "mail": null}\n]}',
			'users.json: line 2, column 14: "," or "}" expected',
		],
		[
			"a value of another type",
			"users.json",
			'{"users": [{"id": "1", "userPrincipalName": "ada@example.com", "mail": 5}]}',
			"users.json: users[0].mail: ",
		],
		[
			"nobody by that id",
			"users.json",
			'{"users": [], "assignments": [{"principalId": "ghost"}]}',
			"users.json: assignments[0].principalId: ghost is neither a user nor a group of this file",
		],
	])("%s in %s", async (_, name, text, message) => {
		const site = await openSite();
		const args = ["run", "--source", write(site, name, text), ...site.target];
		const words = await site.command(...args);
		expect(words.code).toBe(1);
		expect(words.out).toContain(message);
		const { code, summary } = readRun(await site.command(...args, "--json"));
		expect(code).toBe(1);
		expect(summary).toMatchObject({ outcome: "failed", error: expect.stringContaining(message) });
		const plan = await site.command(...args, "--plan");
		expect({ code: plan.code, out: plan.out }).toEqual({ code: 1, out: "" });
		expect(plan.err).toContain(message);
		expect(site.tap.exchanges).toEqual([]);
	});
});
