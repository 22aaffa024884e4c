import type { Plugin } from "rolldown";

/**
 * ink-table as an ES module. It is CommonJS and requires Ink, which is an ES module with top-level await that nothing can
 * require. With imports in place of its requires, it draws with the same copies of Ink and React as everything else.
 */
export const inkTableModule: Plugin = {
	name: "ink-table-module",
	transform(code, id) {
		if (!/[\\/]ink-table[\\/]dist[\\/]index\.js$/.test(id)) return null;
		const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name).sort();
		if (required.join() !== "ink,object-hash,react")
			throw new Error(`ink-table requires ${required.join(", ")}: adapt build/ink-table-module.ts`);
		return [
			'import React from "react";',
			'import { Box, Text } from "ink";',
			'import hash from "object-hash";',
			'const modules = { react: React, ink: { Box, Text }, "object-hash": hash };',
			"const require = (name) => modules[name];",
			"const exports = {};",
			code,
			"export default exports;",
		].join("\n");
	},
};
