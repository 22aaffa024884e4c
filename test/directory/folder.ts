import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder of its own for the files of one test file, gone afterwards. */
export function temporaryFolder(): { readonly write: (name: string, content: string | Buffer) => string } {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	return {
		write(name, content) {
			const path = join(folder, name);
			writeFileSync(path, content);
			return path;
		},
	};
}
