import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { inkTableModule } from "./build/ink-table-module.ts";
import { compileCache } from "./test/compile-cache.ts";

const processes = ["test/e2e/**/*.test.ts", "test/checks/**/*.test.ts", "test/**/*.process.test.ts"];
const screens = ["test/tui/**/*.test.{ts,tsx}"];

/**
 * Three kinds of tests, started in this order (of their names), so that the short ones fill the cores at the end. No test changes
 * what another reads, so files share workers: loading the same modules for each file would take longer than most of the tests.
 */
export default defineConfig({
	plugins: [inkTableModule],
	test: {
		server: { deps: { inline: ["ink-table"] } },
		reporters: ["default", "./test/count-reporter.ts"],
		setupFiles: ["./test/property-seed.ts"],
		maxWorkers: availableParallelism(),
		isolate: false,
		env: compileCache,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		projects: [
			{
				extends: true,
				test: { name: "process", include: processes, globalSetup: ["test/build.ts"] },
			},
			{ extends: true, test: { name: "screens", include: screens, exclude: processes } },
			{
				extends: true,
				test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...processes, ...screens] },
			},
		],
	},
});
