import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Runs one of the repository's own checks and returns what it printed, or `""` when it passed. */
function complaints(
	command: string,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): string {
	const result = spawnSync(join("node_modules", ".bin", command), args, {
		encoding: "utf8",
		env: { ...process.env, ...env },
	});
	return result.status === 0 ? "" : `${result.stdout}${result.stderr}`;
}

describe("the repository", () => {
	// More checkers take twice the CPU time, and the other core runs tests. Files that have not changed are not checked again, and
	// memory is collected seldom: the process ends soon.
	it("type-checks", () => {
		const known = ["--incremental", "--tsBuildInfoFile", "node_modules/.cache/checked.tsbuildinfo"];
		const memory = { GOGC: "400", GOMEMLIMIT: "1500MiB" };
		expect(complaints("tsc", ["--noEmit", "--checkers", "1", ...known], memory)).toBe("");
	});

	it("passes Biome", () => {
		expect(complaints("biome", ["check", "."])).toBe("");
	});

	it("keeps its layers pointing one way", () => {
		expect(complaints("depcruise", ["--config", ".dependency-cruiser.cjs", "src"])).toBe("");
	});
});
