import { Text, useAnimation, useIsScreenReaderEnabled } from "ink";
import { paint } from "../theme/theme.ts";
import { useLook } from "../theme/use-appearance.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;

/**
 * Shows that an action is running, and which one. Slow, to send few bytes over SSH; redraws only itself. It stands still with
 * reduced motion, and for a screen reader, which would read it again and again.
 */
export function Spinner({ label }: { readonly label: string }) {
	const { reducedMotion } = useLook();
	const isReader = useIsScreenReaderEnabled();
	const { frame } = useAnimation({ interval: 200, isActive: !reducedMotion && !isReader });
	if (isReader) return <Text>{label}</Text>;
	return (
		<Text wrap="truncate-end">
			<Text {...paint("accent")}>{frames[frame % frames.length]}</Text> {label}
		</Text>
	);
}
