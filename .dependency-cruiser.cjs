/**
 * The layers, as rules: arrows point down (docs/architecture.md).
 * Pure logic knows no HTTP, no SQL, no React; the engine knows its ports, never an adapter.
 */
const pure = [
	"async",
	"attributes",
	"entra-schema",
	"expression",
	"mapping",
	"scim",
	"scoping",
	"setup",
	"source",
	"text",
];
const adapters = ["config", "directory", "entra", "http", "scim-client", "store", "sumo"];
const above = ["app", "cli", "jobs", "tui"];

const inside = (...folders) => ({ path: `^src/(${folders.join("|")})/` });
const outside = (...folders) => ({ path: "^src/", pathNot: `^src/(${folders.join("|")})/` });
const forbid = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });

module.exports = {
	forbidden: [
		forbid("no-circle", {}, { circular: true }, "a circle has no order to read it in"),
		{
			...forbid("no-folder-circle", {}, { circular: true }, "folders point one way too"),
			scope: "folder",
		},
		forbid(
			"children-do-not-know-their-parent",
			{ path: "^src/(.+)/[^/]+/[^/]+$" },
			{ path: "^src/$1/[^/]+$" },
			"a folder's own files put its subfolders together",
		),
		forbid("pure-stays-pure", inside(...pure), outside(...pure), "pure logic imports pure logic"),
		forbid(
			"pure-knows-no-platform",
			inside(...pure),
			{ dependencyTypes: ["npm", "core"], pathNot: "node_modules/(zod|re2js)/" },
			"pure logic imports no library but zod (and a regular-expression engine)",
		),
		forbid(
			"expression-stands-alone",
			inside("expression"),
			outside("expression"),
			"the expression language knows values only",
		),
		forbid("ports-know-data", inside("ports"), outside("ports", ...pure), "ports are types over pure data"),
		forbid(
			"engine-knows-ports",
			inside("engine"),
			outside("engine", "ports", ...pure),
			"the engine imports ports, never adapters",
		),
		forbid(
			"engine-knows-no-http-or-sql",
			inside("engine", "ports", "jobs"),
			{
				path: "node_modules/(ky|kysely|react|ink)/|^node:(http|https|sqlite|net)$|^(http|https|sqlite|net)$",
			},
			"HTTP and SQL live in adapters",
		),
		forbid(
			"jobs-know-the-engine",
			inside("jobs"),
			outside("jobs", "engine", "ports", ...pure),
			"a job is driven by the app, and reaches the world through the engine's ports",
		),
		forbid(
			"http-knows-no-protocol-above-it",
			inside("http"),
			outside("http", "text"),
			"SCIM and Graph map its failures to their own",
		),
		forbid("adapters-do-not-drive", inside(...adapters), inside("engine", ...above), "arrows point down"),
		forbid(
			"screens-use-the-app",
			inside("tui", "cli"),
			inside("directory", "entra", "http", "scim-client", "store", "sumo"),
			"tui and cli call the app, never HTTP or SQL",
		),
		forbid("app-draws-nothing", inside("app", "jobs"), inside("cli", "tui"), "arrows point down"),
		forbid("console-knows-no-command-line", inside("tui"), inside("cli"), "cli starts the console"),
		forbid(
			"only-the-console-draws",
			outside("tui"),
			{ path: "node_modules/(react|ink|ink-table)/" },
			"React stays in tui",
		),
		forbid(
			"simulator-is-its-own-world",
			{ ...inside("simulator"), pathNot: "^src/simulator/entra/synchronization/" },
			outside("simulator"),
			"a simulator that shared the product's code would agree with its mistakes",
		),
		forbid(
			"simulated-job-shares-expressions-only",
			{ path: "^src/simulator/entra/synchronization/" },
			{ path: "^src/", pathNot: "^src/(simulator/|expression/)" },
			"comparing the engine with the simulated job proves something only if they share no more than the language",
		),
		forbid(
			"nobody-knows-the-simulator",
			{
				path: "^src/",
				pathNot: "^src/(simulator/|cli/(commands/simulate|session/demo-world)\\.|main)",
			},
			inside("simulator"),
			"nothing in the product may know that it talks to a simulator",
		),
	],
	options: {
		parser: "swc",
		tsPreCompilationDeps: true,
		doNotFollow: { path: "node_modules" },
		enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
	},
};
