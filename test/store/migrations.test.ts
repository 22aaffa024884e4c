import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const store = join(import.meta.dirname, "..", "..", "src", "store");

it("no migration imports code that lives on", async () => {
	const folders = ["sql", "sqlite"].map((folder) => join(store, folder, "migrations"));
	const files = (
		await Promise.all(
			folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
		)
	).flat();
	const migrations = files.filter((file) => /\/\d{4}-[^/]+$/.test(file));
	expect(migrations.length).toBeGreaterThan(7);
	for (const file of migrations) {
		const text = await readFile(file, "utf8");
		const imported = [...text.matchAll(/\bfrom "([^"]+)"/g)].map(([, path]) => path);
		expect([file, ...imported]).toEqual([file, "kysely"]);
	}
});
