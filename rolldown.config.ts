import { isBuiltin } from "node:module";
import { defineConfig, type Plugin } from "rolldown";

/**
 * Node's own modules, loaded when the code that needs them runs. Left as imports they would all stand at the top of the one bundle
 * and be loaded before the first frame, of which `node:http` and `node:sqlite` alone would cost more than the frame itself.
 */
const builtinsOnDemand: Plugin = {
	name: "builtins-on-demand",
	// rolldown's own runtime needs node:module before anything else. An `import()` loads on demand by itself.
	resolveId: (id, _importer, { kind }) =>
		isBuiltin(id) && id !== "node:module" && kind !== "dynamic-import"
			? { id: `\0node:${id.replace(/^node:/, "")}`, moduleSideEffects: false }
			: null,
	async load(id) {
		if (!id.startsWith("\0node:")) return null;
		const name = id.slice(1);
		const names = Object.keys(await import(name)).filter(
			(one) => one !== "default" && one !== "module.exports",
		);
		return [
			`const builtin = process.getBuiltinModule(${JSON.stringify(name)});`,
			"export default builtin;",
			...names.map((one) => `export const ${one} = builtin.${one};`),
		].join("\n");
	},
};

/**
 * Yoga, which lays out the console, carries its WebAssembly as a data URL and would fetch() it: that alone loads Node's whole HTTP
 * client before the first frame. Without a fetch of its own it decodes the URL instead.
 */
const yogaWithoutFetch: Plugin = {
	name: "yoga-without-fetch",
	transform: (code, id) => (id.includes("yoga-wasm-base64") ? `const fetch = undefined;\n${code}` : null),
};

/** Smaller, but a line stays a line: Node prints the line of an error, and that must not be the whole program. */
const minify = { compress: true, mangle: true, codegen: false };

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
		plugins: [builtinsOnDemand, yogaWithoutFetch],
		treeshake: { propertyReadSideEffects: false },
		transform: { define: { "process.env.NODE_ENV": '"production"' } },
		output: { dir: "dist", format: "esm", entryFileNames: "[name].js", codeSplitting: false, minify },
	},
]);
