import { Text } from "ink";
import inkTable from "ink-table";
import type { ReactNode } from "react";

/** Rows of a small table: plain ASCII words and numbers. ink-table counts characters, not cells, and draws every row. */
export type StillRow = Readonly<Record<string, string | number>>;

/** ink-table is CommonJS, whose exports are one object; `build/ink-table-module.ts` makes a module of it. */
const Table = inkTable.default;

const Head = ({ children }: { readonly children?: ReactNode }) => <Text bold>{children}</Text>;
const Cell = ({ children }: { readonly children?: ReactNode }) => <Text>{children}</Text>;
const Frame = ({ children }: { readonly children?: ReactNode }) => <Text dimColor>{children}</Text>;

/** A small static table with a frame, for counts or steps. Use `List` for longer tables or user names. */
export function StillTable({ rows }: { readonly rows: readonly StillRow[] }) {
	return <Table data={rows.map((row) => ({ ...row }))} header={Head} cell={Cell} skeleton={Frame} />;
}
