import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.{ts,tsx}"],
		globalSetup: ["test/build.ts"],
		reporters: ["default", "./test/count-reporter.ts"],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
