import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";
import { inkTableModule } from "../../../build/ink-table-module.ts";
import { simpleTextFirst } from "../../../build/simple-text-first.ts";

/** Bundles the console program as the product is bundled, and returns the file to run. It lies where an installed bundle would find its dependencies. */
export async function buildProgram(): Promise<string> {
	const dir = mkdtempSync(join(import.meta.dirname, "../../../node_modules/.console-program-"));
	await build({
		input: { main: join(import.meta.dirname, "console-program.tsx") },
		platform: "node",
		plugins: [inkTableModule, simpleTextFirst],
		resolve: { alias: { "react-devtools-core": false } },
		transform: { define: { "process.env.NODE_ENV": '"production"' } },
		output: { dir, format: "esm", codeSplitting: false },
		logLevel: "warn",
	});
	return join(dir, "main.js");
}
