import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** Runs one of the repository's own checks and returns what it printed, or `""` when it passed. */
function complaints(command: string, args: readonly string[]): string {
	const result = spawnSync(command, args, { encoding: "utf8" });
	return result.status === 0 ? "" : `${result.stdout}${result.stderr}`;
}

describe("the repository", { timeout: 180_000 }, () => {
	it("type-checks", () => {
		expect(complaints("npx", ["tsc", "--noEmit"])).toBe("");
	});

	it("passes Biome", () => {
		expect(complaints("npx", ["biome", "check", "."])).toBe("");
	});

	it("keeps its layers pointing one way", () => {
		expect(complaints("npx", ["depcruise", "--config", ".dependency-cruiser.cjs", "src"])).toBe("");
	});
});
