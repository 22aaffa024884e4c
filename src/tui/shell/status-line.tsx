import { Text } from "ink";
import { useEffect, useSyncExternalStore } from "react";
import { cutText, widthOf } from "../text/fit-text.ts";
import { paint } from "../theme.ts";
import { useShell } from "./shell-context.ts";

/** Milliseconds after which a message goes by itself, unless it tells of a problem. */
const shownFor = 8000;

/** The line above the footer: the outcome of the last action, and what to do next. Blank when there is nothing to tell. */
export function StatusLine({ width }: { readonly width: number }) {
	const { toast } = useShell();
	const message = useSyncExternalStore(toast.subscribe, toast.current);
	useEffect(() => {
		if (message === null || message.tone === "bad" || message.tone === "caution") return;
		const timer = setTimeout(toast.clear, shownFor);
		return () => clearTimeout(timer);
	}, [message, toast]);
	if (message === null) return <Text> </Text>;
	const next = message.next === "" ? "" : ` ${message.next}`;
	const text = cutText(message.text, Math.max(Math.floor(width / 2), width - 2 - widthOf(next)));
	return (
		<Text wrap="truncate-end">
			<Text bold {...paint(message.tone)}>{`${message.glyph} `}</Text>
			<Text {...paint(message.tone)}>{text}</Text>
			<Text>{cutText(next, width - 2 - widthOf(text))}</Text>
		</Text>
	);
}
