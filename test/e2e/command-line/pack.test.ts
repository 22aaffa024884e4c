import { execFile } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { z } from "zod";
import { person } from "../site/people-file.ts";
import { binary } from "../site/program.ts";
import { freshFolder, openSite, readRun } from "../site/site.ts";

const execute = promisify(execFile);
const root = dirname(dirname(binary));
const packed = z
	.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
	.min(1);

/** The packages that the product imports; all but one are in the bundle. */
function importedPackages(): readonly string[] {
	const names = globSync("src/**/*.{ts,tsx}", { cwd: root }).flatMap((file) => {
		const code = readFileSync(join(root, file), "utf8");
		const imports = code.matchAll(
			/(?:\bfrom |\bimport\(?) ?"((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[\w./-]+)?"[;)]/g,
		);
		return [...imports].map(([, name = ""]) => name);
	});
	return [...new Set(names)].sort();
}

const outside = ["@azure/identity", "@napi-rs/keyring"];
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

it("installs from the tarball of npm pack, and works there", async () => {
	const folder = freshFolder();
	const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
	const { stdout } = await execute("npm", pack, { cwd: root });
	const [tarball] = packed.parse(JSON.parse(stdout));
	const paths = tarball?.files.map(({ path }) => path) ?? [];
	expect(paths).toEqual(
		expect.arrayContaining([
			"dist/sumo-provision.js",
			"dist/THIRD-PARTY-LICENSES.txt",
			"README.md",
			"LICENSE",
			"package.json",
		]),
	);
	expect(paths.filter((path) => /^(src|test|bench|build)\//.test(path))).toEqual([]);

	writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
	const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball?.filename}`];
	await execute("npm", install, { cwd: folder });
	const file = join(folder, "node_modules", ".bin", "sumo-provision");
	expect(existsSync(file)).toBe(true);

	// What is bundled is not installed a second time, and comes with its license.
	const installed = join(folder, "node_modules", "sumo-provision");
	const { dependencies } = manifest.parse(JSON.parse(readFileSync(join(installed, "package.json"), "utf8")));
	expect(Object.keys(dependencies)).toEqual(outside.slice(0, 1));
	const bundled = importedPackages().filter((name) => !outside.includes(name));
	expect(bundled).toEqual(expect.arrayContaining(["conf", "ink", "ink-table", "ky", "react", "zod"]));
	const present = readdirSync(join(folder, "node_modules"));
	expect(present.filter((name) => bundled.includes(name))).toEqual([]);
	const licenses = readFileSync(join(installed, "dist", "THIRD-PARTY-LICENSES.txt"), "utf8");
	const listed = [...licenses.matchAll(/^-+\n(\S+) \S+ \(.+\)\n-+\n\n(?!-)\S/gm)].map(
		([, name = ""]) => name,
	);
	const needed = ["ajv", "object-hash", "react-reconciler", "scheduler", "yoga-layout"];
	expect(listed).toEqual(expect.arrayContaining([...bundled, ...needed]));
	expect(listed.filter((name) => outside.includes(name))).toEqual([]);

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
