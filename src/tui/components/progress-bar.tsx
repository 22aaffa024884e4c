import { Text } from "ink";
import { paint } from "../theme/theme.ts";

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** A bar of `width` cells, drawn in eighths of a cell. `share` from 0 to 1. */
export function barOf(share: number, width: number): string {
	const parts = Math.round(Math.max(0, Math.min(1, share)) * width * 8);
	const full = Math.floor(parts / 8);
	return ("█".repeat(full) + (eighths[parts % 8] ?? "")).padEnd(width, "░");
}

/** The quarters that are done, in words: a screen reader would read each step. */
export function quartersDone(done: number, total: number | null): string {
	if (total === null || total === 0) return "A cycle is running.";
	return `A cycle is running: ${25 * Math.floor((4 * done) / total)} percent.`;
}

/** A bar of exactly `width` cells. `total` null: not known yet, shown as an empty bar. */
export function ProgressBar({
	done,
	total,
	width,
}: {
	readonly done: number;
	readonly total: number | null;
	readonly width: number;
}) {
	const share = total === null ? 0 : total === 0 ? 1 : done / total;
	return <Text {...paint("accent")}>{barOf(share, width)}</Text>;
}
