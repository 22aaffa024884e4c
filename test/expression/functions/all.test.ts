import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";

const folder = resolve(import.meta.dirname, "../../../src/expression/functions");

/** The names under which a module exports functions of the language. */
async function exportedFunctions(file: string): Promise<readonly string[]> {
	const exported: object = await import(pathToFileURL(join(folder, file)).href);
	return Object.entries(exported)
		.filter(
			([, value]: [string, unknown]) => typeof value === "object" && value !== null && "evaluate" in value,
		)
		.map(([name]) => name);
}

it("all.ts exports the function of each file (to update it: npx vitest run test/expression/functions -u)", async () => {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
		.flatMap((file) => /^(.+\/.+)\.ts$/.exec(file)?.[1] ?? [])
		.toSorted();
	const lines = await Promise.all(
		files.map(async (file) =>
			(await exportedFunctions(`${file}.ts`)).map((name) => `export { ${name} } from "./${file}.ts";`),
		),
	);
	const text = `// Every function of the language, as test/expression/functions/all.test.ts writes it from the files of this folder.\n${lines.flat().join("\n")}\n`;
	await expect(text).toMatchFileSnapshot(join(folder, "all.ts"));
});
