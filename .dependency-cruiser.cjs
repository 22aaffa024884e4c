/**
 * The layers, as rules: arrows point down (docs/architecture.md).
 * Pure logic knows no HTTP, no SQL, no React; the engine knows its ports, never an adapter.
 */
const layer = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const inside = (...folders) => ({ path: `^src/(${folders.join("|")})/` });

const pure = inside("identity", "expression", "mapping", "scoping");
const adapters = inside("entra", "directory", "store", "config", "sumo", "simulator");

module.exports = {
	forbidden: [
		layer(
			"no-circle",
			{},
			{ circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
			"a circle has no order to read it in",
		),
		layer(
			"pure-knows-no-platform",
			pure,
			{ dependencyTypes: ["npm", "core"], pathNot: "node_modules/(zod|re2js)/" },
			"pure logic imports no library but zod (and a regular-expression engine)",
		),
		layer(
			"pure-stays-low",
			pure,
			{ path: "^src/", pathNot: "^src/(identity|expression|mapping|scoping|scim)/" },
			"pure logic imports pure logic",
		),
		layer(
			"expression-stands-alone",
			inside("expression"),
			{ path: "^src/", pathNot: "^src/expression/" },
			"the expression language knows values only",
		),
		layer(
			"mapping-knows-scim-data-only",
			pure,
			{ path: "^src/scim/(client|errors|retry|limiter)" },
			"mapping uses SCIM paths and resources, never the client",
		),
		layer("engine-knows-ports", inside("engine"), adapters, "the engine imports ports, never adapters"),
		layer("engine-draws-nothing", inside("engine"), inside("tui", "cli", "commands"), "arrows point down"),
		layer(
			"engine-knows-no-http-or-sql",
			inside("engine"),
			{
				path: "node_modules/(ky|kysely|react|ink)/|^node:(http|https|sqlite|net)$|^(http|https|sqlite|net)$",
			},
			"HTTP and SQL live in adapters",
		),
		layer("adapters-do-not-drive", adapters, inside("tui", "cli", "commands"), "arrows point down"),
		layer(
			"screens-use-commands",
			inside("tui", "cli"),
			{ path: "^src/(entra|store|directory|sumo|scim/client)" },
			"tui and cli import commands, never HTTP or SQL",
		),
		layer(
			"only-the-console-draws",
			{ path: "^src/", pathNot: "^src/tui/" },
			{ path: "node_modules/(react|ink|ink-table)/" },
			"React stays in tui",
		),
		layer(
			"simulator-is-its-own-world",
			inside("simulator"),
			inside("engine", "commands", "config", "store", "entra", "sumo", "tui", "cli"),
			"a simulator that shared the product's code would agree with its mistakes",
		),
		layer(
			"nobody-knows-the-simulator",
			{ path: "^src/", pathNot: "^src/(simulator/|cli/(demo|simulate)|main)" },
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
