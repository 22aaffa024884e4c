import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { inkTableModule } from "./build/ink-table-module.ts";
import { compileCache } from "./test/compile-cache.ts";

const processes = ["test/e2e/**/*.test.ts", "test/checks/**/*.test.ts", "test/**/*.process.test.ts"];
const screens = ["test/tui/**/*.test.{ts,tsx}"];

const cores = availableParallelism();

/**
 * Three kinds of tests. No test changes what another reads, so files share workers: loading the same modules for each file would take
 * longer than most of the tests. Tests of processes wait a fifth of their time: one more worker uses it. They come first, in a group of
 * their own; the others need the cores to themselves.
 */
export default defineConfig({
	plugins: [inkTableModule],
	test: {
		server: { deps: { inline: ["ink-table"] } },
		reporters: ["default", "./test/count-reporter.ts"],
		globalSetup: ["./test/temporary-folder.ts"],
		setupFiles: ["./test/property-seed.ts"],
		maxWorkers: cores,
		sequence: { groupOrder: 1 },
		isolate: false,
		env: compileCache,
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
					maxWorkers: cores + 1,
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				oxc: { jsx: { development: false } },
				test: {
					name: "screens",
					include: screens,
					exclude: processes,
					env: {
						// React as it is shipped, which takes three quarters of the time.
						NODE_ENV: "production",
						// Without a size, Ink starts `tput` twice for each console that is drawn.
						COLUMNS: "80",
						LINES: "24",
					},
				},
			},
			{
				extends: true,
				test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...processes, ...screens] },
			},
		],
	},
});
