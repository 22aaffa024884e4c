import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runInProcess } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { freshFolder, openSite } from "../site/site.ts";

/** Two users provisioned by flags alone; then the target refuses one, and all leave. */
async function ranByFlags() {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"));
	site.people.add("No such role", person("Bob Builder"));
	await site.provision();
	return site;
}

describe("commands that need only the store", () => {
	it.each([
		["failures", [], "Bob Builder", "1 user failed."],
		["failures", ["--retry"], "Bob Builder", "The next cycle retries 1 user."],
		["deletions", [], "Nothing is held back.", ""],
		["deletions", ["--reject"], "0 deactivations and deletions held back", ""],
	] as const)(
		"%s %s asks for neither source nor token after a run by flags",
		async (command, more, ...words) => {
			const site = await ranByFlags();
			const sent = site.tap.exchanges.length;
			const { code, out, err } = await runInProcess([command, "--home", site.home, ...more]);
			expect(err).toBe("");
			for (const word of words) expect(out).toContain(word);
			expect(code).toBe(0);
			expect(site.tap.exchanges).toHaveLength(sent);
		},
	);

	it.each(["failures", "deletions"])("%s says when nothing has run, and writes nothing", async (command) => {
		const home = freshFolder();
		const { code, err } = await runInProcess([command, "--home", home]);
		expect(code).toBe(1);
		expect(err).toContain("The profile default does not exist, and nothing has run under this name");
		expect(readdirSync(home)).toEqual([]);
	});

	it.each(["failures", "deletions"])(
		"%s is refused in hosted mode, without a saved profile too",
		async (command) => {
			const site = await ranByFlags();
			const { code, out, err } = await runInProcess([command, "--home", site.home, "--mode", "hosted"]);
			expect({ code, out }).toEqual({ code: 2, out: "" });
			expect(err).toContain("--source");
		},
	);
});
