import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { z } from "zod";
import { person } from "./people-file.ts";
import { binary } from "./program.ts";
import { freshFolder, openSite, readRun } from "./site.ts";

const execute = promisify(execFile);
const root = dirname(dirname(binary));
const packed = z
	.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
	.min(1);

it("installs from the tarball of npm pack, and works there", { timeout: 180_000 }, async () => {
	const folder = freshFolder();
	const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
	const { stdout } = await execute("npm", pack, { cwd: root });
	const [tarball] = packed.parse(JSON.parse(stdout));
	const paths = tarball?.files.map(({ path }) => path) ?? [];
	expect(paths).toEqual(
		expect.arrayContaining(["dist/sumo-provision.js", "README.md", "LICENSE", "package.json"]),
	);
	expect(paths.filter((path) => /^(src|test|bench)\//.test(path))).toEqual([]);

	writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
	const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball?.filename}`];
	await execute("npm", install, { cwd: folder });
	const file = join(folder, "node_modules", ".bin", "sumo-provision");
	expect(existsSync(file)).toBe(true);

	// As a shell would run it: by its own first line.
	const { stdout: version } = await execute(file, ["--version"]);
	expect(version).toMatch(/^\d+\.\d+\.\d+\n$/);
	const { stdout: value } = await execute(file, [
		...["expression", "eval", 'Join(" ", [givenName], ToUpper([surname]))'],
		...["--input", '{"givenName":"Ada","surname":"Byron"}'],
	]);
	expect(value).toContain("Ada BYRON");
	const demo = await execute(file, ["demo", "--users", "2", "--home", join(folder, "demo")]);
	expect(demo.stdout).toMatch(/^Cycle completed in [\d.]+ s with \d+ requests: 2 created\.\n$/);

	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"));
	const run = ["run", "--source", site.people.path, ...site.target, "--json"];
	const { code, summary } = readRun(await site.start(run, { file, cwd: folder }).ended);
	expect({ code, summary }).toMatchObject({ code: 0, summary: { created: 1, failed: 0 } });

	// Outside the bundle, and loaded only to sign in.
	const identity = ["--input-type=module", "--eval", 'await import("@azure/identity")'];
	await execute(process.execPath, identity, { cwd: join(folder, "node_modules", "sumo-provision") });
});
