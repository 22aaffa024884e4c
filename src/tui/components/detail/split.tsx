import { Box, Text, useIsScreenReaderEnabled } from "ink";
import type { ReactNode } from "react";
import { type Detail, DetailPane } from "./detail-pane.tsx";

/** From this width, the details are beside the list. */
const wide = 110;

/** Columns of a list beside its details: as much as on a narrow terminal, so that a wider one never shows less. */
const narrowList = 80;

/** From this height, the details are below the list on a narrow terminal. */
const tall = 30;

/** Lines of the details below the list, with the line above them: more below a short list. */
const lines = { least: 7, most: 14 } as const;

export type SplitProps = {
	readonly width: number;
	readonly height: number;
	/** The details of the current row; empty without one. */
	readonly details: readonly Detail[];
	/** Number of rows in the list. */
	readonly rows: number;
	/** Whether the details are below the list on any narrow terminal, not only on a tall one. */
	readonly always?: boolean;
	/** The list, in the size that is left for it. */
	readonly children: (size: { readonly width: number; readonly height: number }) => ReactNode;
};

/**
 * A list with the details of its current row: beside it where there is room, below it on a tall terminal, otherwise not shown. Nor are they
 * for a screen reader, which would read them at each move; Enter opens them.
 */
export function Split({ width, height, details, rows, always = false, children }: SplitProps) {
	const isReader = useIsScreenReaderEnabled();
	if (isReader || details.length === 0 || (width < wide && height < tall && !always))
		return children({ width, height });
	if (width >= wide) {
		const listWidth = Math.max(narrowList, Math.floor(width * 0.58));
		return (
			<Box columnGap={2}>
				{children({ width: listWidth, height })}
				<DetailPane details={details} width={width - listWidth - 2} height={height} active={false} />
			</Box>
		);
	}
	const below = Math.max(lines.least, Math.min(lines.most, height - 2 - rows));
	return (
		<Box flexDirection="column">
			{children({ width, height: Math.max(3, height - below) })}
			<Text dimColor>{"─".repeat(width)}</Text>
			<DetailPane details={details} width={width} height={below - 1} active={false} />
		</Box>
	);
}
