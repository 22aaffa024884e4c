import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
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
		expect(files).not.toContain("ink.js");
		expect(files).not.toContain("profile.js");
	});

	it("loads no profile for the first frame, and no console for a command", () => {
		expect(loadedWith("show-console.js")).toContain("ink.js");
		expect(loadedWith("show-console.js")).not.toContain("profile.js");
		expect(loadedWith("with-session.js")).toContain("profile.js");
		expect(loadedWith("with-session.js")).not.toContain("ink.js");
	});

	it("loads the slow modules of Node only when they are used, and engine and adapters only when they are opened", () => {
		const script = [
			`await import(${JSON.stringify(pathToFileURL(join(dist, "open-profile.js")).href)});`,
			"console.log(process.moduleLoadList.join());",
		].join("\n");
		const args = ["--input-type=module", "--eval", script];
		const loaded = execFileSync(process.execPath, args, { encoding: "utf8" }).trim().split(",");
		expect(loaded).toContain("NativeModule sqlite");
		for (const slow of ["child_process", "crypto", "http", "https", "tls", "worker_threads", "zlib"])
			expect(loaded).not.toContain(`NativeModule ${slow}`);
		expect(loadedWith("open-profile.js")).not.toContain("engine.js");
	});
});
