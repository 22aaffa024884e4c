import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = join(import.meta.dirname, "..", "..", "src", "store", "migrations");

it("no migration imports code that lives on", async () => {
	const files = (await readdir(folder)).filter((name) => /^\d{4}-/.test(name));
	expect(files.length).toBeGreaterThan(6);
	for (const name of files) {
		const text = await readFile(join(folder, name), "utf8");
		const imported = [...text.matchAll(/\bfrom "([^"]+)"/g)].map(([, path]) => path);
		expect([name, ...imported]).toEqual([name, "kysely"]);
	}
});
