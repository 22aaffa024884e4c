import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCode } from "../../src/cli/output/exit-code.ts";
import { importable } from "../app/mapping/mapping-of-a-profile.ts";
import { compileCache } from "../compile-cache.ts";
import { runInProcess } from "../e2e/site/in-process.ts";

const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));

/** Runs what is shipped, without a terminal and with nothing of this machine's settings. */
function run(args: readonly string[], input = "", more: Record<string, string> = {}) {
	const { PATH } = process.env;
	const secretToken = Buffer.from("suabcdefghijkl:not-a-real-key").toString("base64");
	const env = { PATH, ...compileCache, HOME: folder, SUMO_PROVISION_SECRET_TOKEN: secretToken, ...more };
	const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/sumo-provision.js", ...args], {
		env,
		input,
		encoding: "utf8",
		maxBuffer: 2 ** 26,
	});
	return { status, stdout, stderr };
}

/** The same in this process. */
async function runHere(args: readonly string[], more: Record<string, string> = {}) {
	const { code, out, err } = await runInProcess(args, { env: { HOME: folder, ...more } });
	return { status: code, stdout: out, stderr: err };
}

function fileWith(name: string, content: string): string {
	const file = join(folder, name);
	writeFileSync(file, content);
	return file;
}

describe("sumo-provision expression", () => {
	it("evaluates, and answers errors with a code, a line and a column", () => {
		const good = run([
			"expression",
			"eval",
			'Append([mail], ".test")',
			"--input",
			'{"mail":"a@b.c"}',
			"--json",
		]);
		expect(good).toEqual({ status: exitCode.done, stdout: '{"value":"a@b.c.test"}\n', stderr: "" });
		const bad = run(["expression", "eval", "Left([mail]", "--json"]);
		expect(bad.status).toBe(exitCode.error);
		expect(JSON.parse(bad.stdout)).toMatchObject({ error: { code: "UnexpectedEnd", line: 1, column: 1 } });
	});

	it("evaluates a hundred thousand lines of standard input in their order", () => {
		const count = 100_000;
		const lines = Array.from({ length: count }, (_, index) =>
			JSON.stringify({ expression: 'Append("u", [n])', input: { n: index } }),
		);
		const { status, stdout } = run(["expression", "eval", "--batch", "-"], lines.join("\n"));
		expect(status).toBe(exitCode.done);
		const expected = Array.from({ length: count }, (_, index) => `{"value":"u${index}"}\n`).join("");
		expect(stdout === expected).toBe(true);
	});

	it("checks, explains and formats", async () => {
		expect(run(["expression", "check", "Lefd([mail], 1)"])).toMatchObject({ status: exitCode.error });
		expect((await runHere(["expression", "explain", '"a"'])).stdout).toBe('"a" → "a"\n');
		expect((await runHere(["expression", "format", "left([mail],1)"])).stdout).toBe("Left([mail], 1)\n");
	});

	it("refuses input that cannot be read as a wrong call", () => {
		const { status, stdout, stderr } = run(["expression", "eval", '"a"', "--input", "{"]);
		expect({ status, stdout }).toEqual({ status: exitCode.usage, stdout: "" });
		expect(stderr).toContain("--input: this is not JSON");
	});
});

describe("sumo-provision mapping", () => {
	it.each([
		["not JSON", '{"synchronizationRules":[\n{"a":1,}]}', "broken.json, line 2, column 8: this is not JSON"],
		["a page", "<html></html>", "line 1, column 1: this is a web page"],
		["a refusal", '{"error":{"code":"Unauthorized","message":"x"}}', "it is an error, Unauthorized: x"],
		["no schema", '{"synchronizationRules":{}}', "synchronizationRules: expected array, received object"],
		["something else", "[1]", "expected object, received array"],
	])("refuses %s as a wrong call, in one line with the place", async (_, content, said) => {
		const file = fileWith("broken.json", content);
		const args = ["mapping", "diff", file, "--home", join(folder, "offline")];
		const { status, stdout, stderr } = await runHere(args);
		expect({ status, stdout }).toEqual({ status: exitCode.usage, stdout: "" });
		expect(stderr).toContain(said);
		expect(stderr.trim().split("\n")).toHaveLength(1);
	});

	it("checks, compares and exports files without a connection", async () => {
		const home = ["--home", join(folder, "offline")];
		const offline = (...args: readonly string[]) => runHere(["mapping", ...args, ...home]);
		expect(await offline("check")).toMatchObject({ status: exitCode.done, stdout: "No problems.\n" });
		const users = fileWith("badges.json", '{"users": [{"id": "a", "badge": "7"}]}');
		const badge = { target: "title", source: { type: "direct", attribute: "badge" } };
		const userName = {
			target: "userName",
			source: { type: "direct", attribute: "mail" },
			matchingPrecedence: 1,
		};
		const mappings = fileWith("mappings.json", JSON.stringify({ mappings: [userName, badge] }));
		const checked = await offline("check", "--mappings", mappings, "--source", users);
		expect(checked.status).toBe(exitCode.error);
		expect(checked.stdout).not.toContain("badge");
		expect((await offline("check", "--mappings", mappings)).stdout).toContain("no attribute badge");
		expect((await offline("diff", mappings)).stdout).toContain("+ title ← badge");
		expect(JSON.parse((await offline("export", "--json")).stdout)).toHaveProperty("synchronizationRules");
		expect((await offline("check", "--everyone")).status).toBe(exitCode.usage);
	});

	it("imports into a profile that is kept, and exports the same schema again", () => {
		const home = join(folder, "home");
		const users = fileWith("users.json", '{"users": []}');
		const profile = ["--home", home, "--source", users, "--scim-url", "http://127.0.0.1:9/scim"];
		const schema = JSON.stringify(importable().schema);
		const imported = run(["mapping", "import", fileWith("schema.json", schema), ...profile, "--json"]);
		expect(imported.stderr).toBe("");
		expect(JSON.parse(imported.stdout)).toMatchObject({ saved: true, initialCycle: true });
		expect(imported.status).toBe(exitCode.done);

		expect(run(["mapping", "check", ...profile]).status).toBe(exitCode.done);
		expect(run(["mapping", "diff", ...profile]).stdout).toContain("- nickName ← mailNickname");

		const output = join(folder, "out.json");
		expect(run(["mapping", "export", ...profile, "--output", output]).status).toBe(exitCode.done);
		expect(JSON.stringify(JSON.parse(readFileSync(output, "utf8")))).toBe(schema);
	});
});
