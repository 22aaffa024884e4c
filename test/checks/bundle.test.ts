import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const dist = resolve(import.meta.dirname, "../../dist");

/** A file of the bundle and all that are loaded with it. */
function loadedWith(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
	if (found.has(file)) return found;
	found.add(file);
	const code = readFileSync(join(dist, file), "utf8");
	for (const [, imported = ""] of code.matchAll(/^(?:import|export)\b[^"']*["']\.\/([^"']+)["']/gm))
		loadedWith(imported, found);
	return found;
}

describe("the bundle", () => {
	it("loads neither console nor profile to find out which command runs", () => {
		const files = loadedWith("main.js");
		expect(files).toContain("cli.js");
		expect(files).not.toContain("console.js");
		expect(files).not.toContain("profile.js");
	});

	it("loads no profile for the first frame, and no console for a command", () => {
		expect(loadedWith("show-console.js")).not.toContain("profile.js");
		expect(loadedWith("with-session.js")).toContain("profile.js");
		expect(loadedWith("with-session.js")).not.toContain("console.js");
	});
});
