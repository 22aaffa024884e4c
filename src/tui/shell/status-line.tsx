import { Text } from "ink";
import { useEffect, useSyncExternalStore } from "react";
import { useShell } from "../context/shell-context.ts";
import { statusText } from "../context/status-text.ts";
import { paint } from "../theme/theme.ts";

/** Milliseconds after which a message disappears, unless it reports a problem. */
const shownFor = 8000;

/** The line above the footer: the outcome of the last action and what to do next. Blank without a message. */
export function StatusLine({ width }: { readonly width: number }) {
	const { toast } = useShell();
	const message = useSyncExternalStore(toast.subscribe, toast.current);
	useEffect(() => {
		if (message === null || message.tone === "bad" || message.tone === "caution") return;
		const timer = setTimeout(toast.clear, shownFor);
		return () => clearTimeout(timer);
	}, [message, toast]);
	const { text, next } = statusText(message, width);
	return (
		<Text wrap="truncate-end">
			<Text {...paint(message?.tone ?? "plain")}>{text}</Text>
			<Text>{next}</Text>
		</Text>
	);
}
