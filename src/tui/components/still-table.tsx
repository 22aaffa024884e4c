import Module, { createRequire } from "node:module";
import { Box, Text } from "ink";
import React, { type ReactNode } from "react";

/** Rows of a small table: plain ASCII words and numbers. ink-table counts characters, not cells, and draws every row. */
export type StillRow = Readonly<Record<string, string | number>>;

/**
 * ink-table 3.1 is CommonJS and requires `ink`. Ink is an ES module with top-level await, which neither Node
 * (ERR_REQUIRE_ASYNC_MODULE) nor rolldown can require. So this puts the running Ink and React into Node's module cache under the
 * names that ink-table requires. It gets the same instances from source and in the bundle, instead of second copies.
 * Done when a table is first rendered, so that nothing else waits for it.
 */
function loadTable(): typeof import("ink-table").default {
	const load = createRequire(import.meta.url);
	const known: Readonly<Record<string, unknown>> = { ink: { Box, Text }, react: React };
	for (const [name, exports] of Object.entries(known)) {
		const path = load.resolve(name);
		load.cache[path] ??= Object.assign(new Module(path), { exports, loaded: true });
	}
	const loaded: typeof import("ink-table") = load("ink-table");
	return loaded.default;
}

let table: ReturnType<typeof loadTable> | undefined;

const Head = ({ children }: { readonly children?: ReactNode }) => <Text bold>{children}</Text>;
const Cell = ({ children }: { readonly children?: ReactNode }) => <Text>{children}</Text>;
const Frame = ({ children }: { readonly children?: ReactNode }) => <Text dimColor>{children}</Text>;

/** A small static table with a frame, for counts or steps. Use `List` for longer tables or user names. */
export function StillTable({ rows }: { readonly rows: readonly StillRow[] }) {
	table ??= loadTable();
	const Table = table;
	return <Table data={rows.map((row) => ({ ...row }))} header={Head} cell={Cell} skeleton={Frame} />;
}
