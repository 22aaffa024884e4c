import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { KeyName } from "../../keys/key-press.ts";
import { useClick } from "../../keys/use-click.ts";
import { paint, type Tone } from "../../theme/theme.ts";

/** A text that names a key: a click on it presses the key. */
export function ClickableText({
	presses,
	tone,
	children,
}: {
	readonly presses: KeyName;
	readonly tone: Tone;
	readonly children: ReactNode;
}) {
	const box = useClick(() => presses);
	return (
		<Box ref={box}>
			<Text {...paint(tone)}>{children}</Text>
		</Box>
	);
}
