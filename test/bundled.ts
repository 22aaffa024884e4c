import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "rolldown";
import { onTestFinished } from "vitest";

/** A program of the tests in one file, as the product is shipped: its processes start in half the time. It is removed with the test. */
export async function bundled(input: string): Promise<string> {
	const { file, remove } = await bundle(input);
	onTestFinished(remove);
	return file;
}

/** The same for all tests of a file, whose `beforeAll` returns `remove`. */
export async function bundle(
	input: string,
): Promise<{ readonly file: string; readonly remove: () => Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), "sumo-provision-"));
	const file = join(folder, `${basename(input, ".ts")}.mjs`);
	await build({ input, platform: "node", logLevel: "silent", output: { file, codeSplitting: false } });
	return { file, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
