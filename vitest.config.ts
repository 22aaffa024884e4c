import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { inkTableModule } from "./build/ink-table-module.ts";
import { compileCache } from "./test/compile-cache.ts";
import LongestFirst from "./test/longest-first.ts";

const processes = ["test/e2e/**/*.test.ts", "test/checks/**/*.test.ts", "test/**/*.process.test.ts"];

/**
 * Two kinds of tests. No test changes what another reads, so files share workers: loading the same modules for each file would take
 * longer than most of the tests, and workers of one kind serve no other. The kinds start in the order of their names, without a pause
 * in between. Tests of processes and screens wait a part of their time: one more worker than there are cores uses it.
 */
export default defineConfig({
	plugins: [inkTableModule],
	oxc: { jsx: { development: false } },
	test: {
		server: { deps: { inline: ["ink-table"] } },
		reporters: ["default", "./test/count-reporter.ts"],
		globalSetup: ["./test/temporary-folder.ts"],
		setupFiles: ["./test/property-seed.ts"],
		maxWorkers: availableParallelism() + 1,
		// Most of what a test allocates is garbage soon, and the threads that would collect it in parallel wait for a core.
		execArgv: ["--min-semi-space-size=64", "--max-semi-space-size=64", "--single-threaded-gc"],
		sequence: { sequencer: LongestFirst },
		isolate: false,
		env: {
			...compileCache,
			// React as it is shipped, which takes three quarters of the time.
			NODE_ENV: "production",
			// Without a size, Ink starts `tput` twice for each console that is drawn.
			COLUMNS: "80",
			LINES: "24",
		},
		// A test ends with what it waits for. These only end one that hangs, also on a machine that is much slower or busy.
		testTimeout: 180_000,
		hookTimeout: 180_000,
		projects: [
			{
				extends: true,
				test: {
					name: "process",
					include: processes,
					globalSetup: ["./test/build.ts"],
				},
			},
			{
				extends: true,
				test: { name: "unit", include: ["test/**/*.test.{ts,tsx}"], exclude: processes },
			},
		],
	},
});
