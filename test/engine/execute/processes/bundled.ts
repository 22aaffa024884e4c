import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";
import { onTestFinished } from "vitest";

/** A program of this folder in one file, as the product is shipped: its processes start in half the time. It is removed with the test. */
export async function bundled(name: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "sumo-provision-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
	const file = join(folder, `${name}.mjs`);
	const input = join(import.meta.dirname, `${name}.ts`);
	await build({ input, platform: "node", logLevel: "silent", output: { file, codeSplitting: false } });
	return file;
}
