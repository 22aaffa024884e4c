import { Box, Text } from "ink";
import { type ReactNode, use } from "react";
import { useTerminalSize } from "../../hooks/use-terminal-size.ts";
import type { Command } from "../../keys/command.ts";
import { LevelContext, useCommands } from "../../keys/use-keys.ts";
import { cutText } from "../../text/fit-text.ts";
import { paint, type Tone } from "../../theme/theme.ts";

export type DialogProps = {
	readonly title: string;
	/** Cells including the frame; limited to the terminal's width. */
	readonly width: number;
	/** Lines including the frame; absent: the height of the content. */
	readonly height?: number;
	readonly tone?: Tone;
	/** Esc. Absent: the content has an Esc of its own. */
	readonly onClose?: () => void;
	/** A dialog on top of this one, such as a question. */
	readonly over?: ReactNode;
	readonly children: ReactNode;
};

/** Esc in every dialog. */
export const dialogCommands: readonly Command<() => void>[] = [
	{
		id: "dialog.close",
		keys: ["escape"],
		title: "Close",
		hint: "close",
		where: "in a dialog",
		run: (close) => close(),
	},
];

function CloseKey({ onClose }: { readonly onClose: () => void }) {
	useCommands(dialogCommands, onClose, { kind: "list" });
	return null;
}

/** With fewer cells than this next to a dialog, they are blank: what shows below it would be unreadable. */
const sliver = 12;

/**
 * A framed box in the middle of the screen; render it as the last child. While it is open, only its content receives keys.
 * Ink fills a box only when it has a color; an unknown color fills it with plain spaces, as intended here.
 */
export function Dialog({ title, width, height, tone = "accent", onClose, over, children }: DialogProps) {
	const level = use(LevelContext);
	const { columns } = useTerminalSize();
	const { color } = paint(tone);
	const cells = Math.min(width, columns);
	return (
		<LevelContext value={level + 1}>
			<Box
				position="absolute"
				top={0}
				left={0}
				width="100%"
				height="100%"
				alignItems="center"
				justifyContent="center"
			>
				<Box
					justifyContent="center"
					maxHeight="100%"
					{...(columns - cells < sliver ? { width: "100%" as const, backgroundColor: "none" } : {})}
				>
					<Box
						flexDirection="column"
						borderStyle="round"
						{...(color === undefined ? {} : { borderColor: color })}
						backgroundColor="none"
						width={cells}
						{...(height === undefined ? {} : { height })}
						maxHeight="100%"
						paddingX={1}
						overflow="hidden"
					>
						<Box flexShrink={0}>
							<Text bold {...paint(tone)} wrap="truncate-end">
								{cutText(title, cells - 4)}
							</Text>
						</Box>
						{children}
					</Box>
				</Box>
			</Box>
			{onClose && <CloseKey onClose={onClose} />}
			{over}
		</LevelContext>
	);
}
