import { Text, useAnimation } from "ink";
import { paint } from "../theme/theme.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;

/** A sign of work under way, with what is being done. Slow, for lines over SSH, and it draws nothing but itself. */
export function Spinner({ label }: { readonly label: string }) {
	const { frame } = useAnimation({ interval: 200 });
	return (
		<Text wrap="truncate-end">
			<Text {...paint("accent")}>{frames[frame % frames.length]}</Text> {label}
		</Text>
	);
}
