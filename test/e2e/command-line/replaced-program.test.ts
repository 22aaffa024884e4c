import { copyFileSync, cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { binary } from "../site/program.ts";
import { openSite, readRun } from "../site/site.ts";

it("ends a cycle as it began when an update removes the program's files meanwhile", async () => {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"));
	const root = dirname(dirname(binary));
	const copy = join(site.folder, "program");
	mkdirSync(copy);
	cpSync(dirname(binary), join(copy, "dist"), { recursive: true });
	copyFileSync(join(root, "package.json"), join(copy, "package.json"));
	symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

	const cut = site.tap.hold(({ method }) => method === "POST", "arrived");
	const program = site.start(["run", "--source", site.people.path, ...site.target, "--json"], {
		file: join(copy, "dist", basename(binary)),
	});
	await cut.reached;
	rmSync(join(copy, "dist"), { recursive: true });
	// The first failure of a request: what sends it again was not needed before.
	cut.drop();
	const { code, summary } = readRun(await program.ended);
	expect({ code, created: summary.created, failed: summary.failed }).toEqual({
		...{ code: 0, created: 2, failed: 0 },
	});
	expect(site.accounts()).toHaveLength(2);
});
