import { Text, useAnimation } from "ink";
import { paint } from "../theme/theme.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;

/** Shows that an action is running, and which one. Slow, to send few bytes over SSH; redraws only itself. */
export function Spinner({ label }: { readonly label: string }) {
	const { frame } = useAnimation({ interval: 200 });
	return (
		<Text wrap="truncate-end">
			<Text {...paint("accent")}>{frames[frame % frames.length]}</Text> {label}
		</Text>
	);
}
