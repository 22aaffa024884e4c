import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { bundled } from "../../bundled.ts";
import { storePath } from "../samples.ts";

it("names the limit of a process for the size of files, and keeps what was written before", async () => {
	const file = storePath();
	const growing = await bundled(join(import.meta.dirname, "../processes/growing.ts"));
	const { stdout } = spawnSync(
		"sh",
		["-c", 'ulimit -f 2048; exec "$0" "$@"', process.execPath, growing, file],
		{
			encoding: "utf8",
		},
	);
	expect(stdout).toContain(
		`full: StoreError: ${file} cannot be written: it would be larger than this process may write.`,
	);
	expect(stdout).toContain("Raise the limit for the size of files (ulimit -f).");
	const store = await openStore(file);
	const entries = await store.countLog({});
	await store.close();
	expect(entries).toBeGreaterThan(0);
	expect(entries % 100).toBe(0);
});
