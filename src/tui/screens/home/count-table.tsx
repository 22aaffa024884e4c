import type { ReactNode } from "react";
import type { Cycle } from "../../../ports/store/cycle.ts";
import { StillTable } from "../../components/still-table.tsx";
import { countsShown } from "../../text/count-text.ts";

/** Something to draw, and the lines that it takes. */
export type CountTable = { readonly content: ReactNode; readonly lines: number };

/** The counts of a cycle as a table, without zeros. */
export function countTable({ counts }: Cycle): CountTable {
	const shown = countsShown(counts);
	if (shown.length === 0) return { content: null, lines: 0 };
	return { content: <StillTable rows={[Object.fromEntries(shown)]} />, lines: 5 };
}
