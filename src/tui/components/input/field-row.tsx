import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { KeyName } from "../../keys/key-press.ts";
import { useClick } from "../../keys/use-click.ts";
import { fitText } from "../../text/fit-text.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { paint } from "../../theme/theme.ts";

export type FieldRowProps = {
	readonly label: string;
	/** Whether the cursor of the form is here. */
	readonly focused: boolean;
	/** The problem of the value as a glyph and a word; null for none. */
	readonly mark: Mark | null;
	readonly width: number;
	/** Called when it is clicked; returns a key that is then pressed. Absent: it takes no clicks. */
	readonly onClick?: () => KeyName | undefined;
	/** The value, in at most `fieldCells(width)` cells. */
	readonly children: ReactNode;
};

const labelCells = 16;
const markCells = 10;

/** Cells for the value of a field in a form of this width. */
export function fieldCells(width: number): number {
	return Math.max(10, width - labelCells - markCells - 4);
}

/** One line of a form: the cursor, a label, the value, and a mark when the value has a problem. */
export function FieldRow({ label, focused, mark, width, onClick, children }: FieldRowProps) {
	const box = useClick(() => onClick?.(), { active: onClick !== undefined });
	return (
		<Box ref={box} width={width} height={1} flexShrink={0} overflow="hidden">
			<Box flexShrink={0}>
				<Text bold={focused} {...paint(focused ? "accent" : "plain")}>
					{`${focused ? "❯ " : "  "}${fitText(label, labelCells)} `}
				</Text>
			</Box>
			<Box width={fieldCells(width)} flexShrink={0}>
				{children}
			</Box>
			{mark !== null && <Text {...paint(mark.tone)}>{` ${mark.glyph} ${mark.word}`}</Text>}
		</Box>
	);
}
