import { Box, Text } from "ink";
import { paint } from "../theme/theme.ts";

/** The smallest terminal that all screens support. */
export const minimumSize = { columns: 60, rows: 16 } as const;

/** Shown instead of the console on a terminal that is too small. Hidden screens keep their state, and a cycle continues. */
export function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
	return (
		<Box
			width={columns}
			height={rows}
			flexDirection="column"
			alignItems="center"
			justifyContent="center"
			overflow="hidden"
		>
			<Text bold {...paint("caution")}>
				{`needs ${minimumSize.columns}×${minimumSize.rows}, this terminal is ${columns}×${rows}`}
			</Text>
			<Text>enlarge the window · q quits</Text>
		</Box>
	);
}
