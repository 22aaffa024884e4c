import { isBuiltin } from "node:module";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "rolldown";
import { inkTableModule } from "./build/ink-table-module.ts";
import { simpleTextFirst } from "./build/simple-text-first.ts";
import { thirdPartyLicenses } from "./build/third-party-licenses.ts";

/**
 * Node's own modules, loaded when the code that needs them runs. Left as imports they would be loaded with the
 * file that holds them, and `node:http` and `node:sqlite` alone would cost more than the first frame itself.
 */
const builtinsOnDemand: Plugin = {
	name: "builtins-on-demand",
	// rolldown's own runtime needs node:module before anything else. An `import()` loads on demand anyway.
	resolveId(id, _importer, { kind }) {
		if (!isBuiltin(id) || id === "node:module" || kind === "dynamic-import") return null;
		// A module that is also required would be wrapped, with all of its names evaluated at once.
		const form = kind === "require-call" ? "required" : "node";
		return { id: `\0${form}:${id.replace(/^node:/, "")}`, moduleSideEffects: false };
	},
	async load(id) {
		if (id.startsWith("\0required:"))
			return `module.exports = process.getBuiltinModule(${JSON.stringify(id.slice("\0required:".length))});`;
		if (!id.startsWith("\0node:")) return null;
		const name = id.slice(1);
		const builtin: Record<string, unknown> = await import(name);
		const names = Object.keys(builtin).filter((one) => one !== "default" && one !== "module.exports");
		const load = `process.getBuiltinModule(${JSON.stringify(name)})`;
		if (!slowBuiltins.has(name)) {
			const constants = names.map((one) => `export const ${one} = builtin.${one};`);
			return [`const builtin = ${load};`, "export default builtin;", ...constants].join("\n");
		}
		const onFirstUse = (one: string) => `/* @__PURE__ */ onFirstUse(() => ${load}.${one})`;
		return [
			`import { onFirstUse } from ${JSON.stringify(onFirstUseModule)};`,
			`export default /* @__PURE__ */ onFirstUse(() => ${load});`,
			...names.map((one) =>
				typeof builtin[one] === "function" || (typeof builtin[one] === "object" && builtin[one] !== null)
					? `export const ${one} = ${onFirstUse(one)};`
					: `export const ${one} = /* @__PURE__ */ (() => ${load}.${one})();`,
			),
		].join("\n");
	},
};

/** These take milliseconds to load, and no frame needs them: they are loaded by the first call, not with the file that imports them. */
const slowBuiltins = new Set(
	["child_process", "crypto", "http", "https", "tls", "worker_threads", "zlib"].map((name) => `node:${name}`),
);

const onFirstUseModule = "\0on-first-use";

/** Stands for a function, class or object until it is called, constructed, extended or read. */
const onFirstUse: Plugin = {
	name: "on-first-use",
	resolveId: (id) => (id === onFirstUseModule ? { id, moduleSideEffects: false } : null),
	load: (id) =>
		id === onFirstUseModule
			? `export const onFirstUse = (load) => {
				const standIn = new Proxy(function () {}, {
					get: (_, key) => Reflect.get(load(), key),
					has: (_, key) => Reflect.has(load(), key),
					apply: (_, self, args) => Reflect.apply(load(), self, args),
					construct: (_, args, made) => Reflect.construct(load(), args, made === standIn ? load() : made),
				});
				return standIn;
			};`
			: null,
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

/** Source in ASCII, which Node decodes, and V8 keeps, at half the cost of anything else. The minifier comes before this. */
const asciiSource: Plugin = {
	name: "ascii-source",
	generateBundle(_options, bundle) {
		for (const file of Object.values(bundle)) {
			if (file.type !== "chunk") continue;
			file.code = file.code.replace(
				/[\u0080-\uFFFF]/g,
				(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
			);
		}
	},
};

/**
 * What is loaded together is in one file, since each file costs half a millisecond: what every command needs, what the
 * first frame of the console needs, and what an opened profile needs. A module is in the first group that needs it; what
 * a profile and the console share has to be in the first, or a `run` would load Ink. Everything else has a file of its own.
 */
const groups = [
	{
		name: "cli",
		priority: 3,
		test: /[\\/]src[\\/](?:text[\\/]|config[\\/]settings[\\/]|setup[\\/](?:reset-scope|job-status)\.ts|cli[\\/]output[\\/]|cli[\\/]program\.ts|cli[\\/]commands[\\/](?:index|console|demo)\.ts|app[\\/]profile[\\/]demo-connection\.ts|app[\\/]deactivated[\\/]recreation\.ts|config[\\/](?:profile-name|home|errors[\\/][a-z-]+|paths[\\/][a-z-]+|json[\\/](?:write-privately|value-at-path))\.ts|jobs[\\/]hosted-log\.ts|ports[\\/]identity-name\.ts)|\0node:(?:os|stream|timers[\\/]promises|url)/,
	},
	{
		// Not "console": the command of that name has a file of its own.
		name: "ink",
		priority: 2,
		test: /[\\/]src[\\/](?:cli[\\/]session[\\/]show-console\.ts|tui[\\/]screens[\\/]home[\\/]home-screen\.tsx)/,
	},
	{
		name: "profile",
		priority: 1,
		test: /[\\/]src[\\/]app[\\/](?:open-profile|profile[\\/]profile-to-open)\.ts/,
	},
];

/**
 * A launcher that any Node can parse, and the program behind it in files that are loaded when they are needed.
 * `@azure/identity` stays outside: it is large, needed only for sign-in to Entra, and loaded then. So does the optional `@napi-rs/keyring`,
 * which is a native module for one platform. All other packages are in the bundle,
 * so they are development dependencies: an installation does not fetch them a second time.
 * `react-devtools-core` is left out: Ink imports it, for its own developers only, and it is not installed.
 */
export default defineConfig([
	{
		input: { "sumo-provision": "src/launch.ts" },
		platform: "node",
		external: ["./main.js"],
		output: {
			dir: "dist",
			format: "esm",
			entryFileNames: "[name].js",
			banner: "#!/usr/bin/env node",
			cleanDir: true,
		},
	},
	{
		input: { main: "src/main.ts" },
		platform: "node",
		external: ["@azure/identity", "@napi-rs/keyring"],
		resolve: {
			alias: {
				"react-devtools-core": false,
				"env-paths": resolve(import.meta.dirname, "build/absent-folders.ts"),
			},
		},
		plugins: [
			builtinsOnDemand,
			onFirstUse,
			inkTableModule,
			yogaWithoutFetch,
			simpleTextFirst,
			asciiSource,
			thirdPartyLicenses("THIRD-PARTY-LICENSES.txt"),
		],
		treeshake: { propertyReadSideEffects: false },
		transform: { define: { "process.env.NODE_ENV": '"production"' } },
		output: {
			dir: "dist",
			format: "esm",
			entryFileNames: "[name].js",
			chunkFileNames: "[name].js",
			codeSplitting: { groups },
			minify,
			comments: { legal: true, annotation: false, jsdoc: false },
		},
	},
]);
