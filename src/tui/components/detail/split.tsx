import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useSettled } from "../../hooks/use-settled.ts";
import { type Detail, DetailPane } from "./detail-pane.tsx";
import { detailPlace, shareBeside } from "./detail-place.ts";

/** Lines of the details below the list, with the line above them: more below a short list. */
const lines = { least: 7, most: 14 } as const;

/** How long the cursor rests on a row before its details are drawn, milliseconds: a held key draws only the list. */
export const restMs = 150;

type Size = { readonly width: number; readonly height: number };

export type SplitProps = Size & {
	/** The details of the current row, or what draws them; empty or null without any. */
	readonly details: readonly Detail[] | ((size: Size) => ReactNode) | null;
	/** The identity of the current row. Given, the details of another row are drawn once the cursor rests on it. */
	readonly of?: string | undefined;
	/** Milliseconds of that rest; default `restMs`. */
	readonly rest?: number;
	/** Lines of the details below the list, with the line above them; absent: more below a short list. */
	readonly linesBelow?: number;
	/** Number of rows in the list. */
	readonly rows: number;
	/** Whether the details are below the list on any narrow terminal, not only on a tall one. */
	readonly always?: boolean;
	/** The list, in the size that is left for it. */
	readonly children: (size: Size) => ReactNode;
};

function isNothing(details: SplitProps["details"]): details is null | readonly [] {
	return details === null || (typeof details !== "function" && details.length === 0);
}

/**
 * A list with the details of its current row, where `detailPlace` puts them. Where that is over the list, they are not shown until a
 * key opens them; nor for a screen reader, which would read them at each move.
 */
export function Split({
	width,
	height,
	details: newest,
	of,
	rest = restMs,
	rows,
	linesBelow,
	always = false,
	children,
}: SplitProps) {
	const rested = useSettled(of, rest);
	const kept = useRef(newest);
	// The first details come at once: until then the list would have their place, and move when they come.
	const details = rested === of || isNothing(kept.current) ? newest : kept.current;
	useLayoutEffect(() => {
		kept.current = details;
	}, [details]);
	const isReader = useIsScreenReaderEnabled();
	const place = isReader ? "over" : detailPlace({ width, height }, always);
	if (isNothing(details) || place === "over") return children({ width, height });
	const pane = (size: Size) =>
		typeof details === "function" ? details(size) : <DetailPane details={details} {...size} active={false} />;
	if (place === "beside") {
		const share = shareBeside(width);
		return (
			<Box>
				{children({ width: share.list, height })}
				<Box width={2} flexShrink={0}>
					<Text dimColor>{"│\n".repeat(height).trimEnd()}</Text>
				</Box>
				{pane({ width: share.details, height })}
			</Box>
		);
	}
	const below = linesBelow ?? Math.max(lines.least, Math.min(lines.most, height - 2 - rows));
	return (
		<Box flexDirection="column">
			{children({ width, height: Math.max(3, height - below) })}
			<Text dimColor>{"─".repeat(width)}</Text>
			{pane({ width, height: below - 1 })}
		</Box>
	);
}
