import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Runs one of the repository's own checks and returns what it printed, or `""` when it passed. */
function complaints(command: string, args: readonly string[]): string {
	const result = spawnSync(join("node_modules", ".bin", command), args, { encoding: "utf8" });
	return result.status === 0 ? "" : `${result.stdout}${result.stderr}`;
}

describe("the repository", () => {
	// More checkers take twice the CPU time, and the other core runs tests.
	it("type-checks", () => {
		expect(complaints("tsc", ["--noEmit", "--checkers", "1"])).toBe("");
	});

	it("passes Biome", () => {
		expect(complaints("biome", ["check", "."])).toBe("");
	});

	it("keeps its layers pointing one way", () => {
		expect(complaints("depcruise", ["--config", ".dependency-cruiser.cjs", "src"])).toBe("");
	});
});
