import { defineConfig } from "rolldown";

/**
 * Two files: a launcher that any Node can parse, and the whole program in one bundle behind it.
 * `@azure/identity` stays outside: it is large, needed only for sign-in to Entra, and loaded then.
 * `react-devtools-core` is left out: Ink imports it, for its own developers only, and it is not installed.
 */
export default defineConfig([
	{
		input: { "sumo-provision": "src/launch.ts" },
		platform: "node",
		external: ["./main.js"],
		output: { dir: "dist", format: "esm", entryFileNames: "[name].js", banner: "#!/usr/bin/env node" },
	},
	{
		input: { main: "src/main.ts" },
		platform: "node",
		external: ["@azure/identity"],
		resolve: { alias: { "react-devtools-core": false } },
		transform: { define: { "process.env.NODE_ENV": '"production"' } },
		output: { dir: "dist", format: "esm", entryFileNames: "[name].js", codeSplitting: false, minify: true },
	},
]);
