import { Box, Text } from "ink";
import { paint } from "../theme/theme.ts";

/** What every screen is laid out for. */
export const least = { columns: 80, rows: 24 } as const;

/** Shown in place of everything on a terminal that is too small. Screens keep their state behind it. */
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
				{`needs ${least.columns}×${least.rows}, this is ${columns}×${rows}`}
			</Text>
			<Text>make the window larger · q leaves</Text>
		</Box>
	);
}
