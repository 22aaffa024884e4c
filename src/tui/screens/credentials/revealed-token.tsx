import { Text } from "ink";
import { useEffect, useEffectEvent, useState } from "react";
import { keyFor } from "../../keys/key-table.ts";
import { wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";

/** Seconds for which a Secret Token is shown. */
export const revealedFor = 8;

/** The Secret Token in clear text. Hides itself after a few seconds, when the screen is left, and when the process continues after a stop. */
export function RevealedToken({
	token,
	width,
	onHide,
}: {
	readonly token: string;
	readonly width: number;
	readonly onHide: () => void;
}) {
	const [left, setLeft] = useState(revealedFor);
	const hide = useEffectEvent(onHide);
	useEffect(() => {
		let seconds = revealedFor;
		const timer = setInterval(() => {
			seconds -= 1;
			setLeft(seconds);
			if (seconds <= 0) hide();
		}, 1000);
		// By then someone else may be at the terminal, and the seconds in between did not count.
		process.once("SIGCONT", hide);
		return () => {
			process.off("SIGCONT", hide);
			clearInterval(timer);
			hide();
		};
	}, []);
	return (
		<Text>
			<Text
				bold
				{...paint("caution")}
			>{`! Secret Token, hidden in ${left} s (${keyFor("copy")} copies it):\n`}</Text>
			{wrapText(token, width).join("\n")}
		</Text>
	);
}
