import { Box, Text } from "ink";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { cutText, wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import type { TestState } from "./use-connection-test.ts";

/** The running test, or the result of the last one with the next step, which is never cut. */
export function TestOutcome({
	test,
	width,
	height,
}: {
	readonly test: TestState;
	readonly width: number;
	readonly height: number;
}) {
	const { hint } = useShell();
	if (test.state === "none") return null;
	if (test.state === "running") return <Spinner label={`${test.label}… (Esc cancels)`} />;
	const { ok, message, advice, remedy } = test.report;
	const toDo = `${advice} ${remedy === undefined ? "" : hint(remedy)}`.trim();
	const next = toDo === "" ? [] : wrapText(toDo, width - 2);
	const heading = !ok && height > next.length + 2;
	const room = Math.max(1, height - next.length - (heading ? 1 : 0));
	const all = wrapText(message, width - 2);
	const lines =
		all.length > room ? [...all.slice(0, room - 1), cutText(all.slice(room - 1).join(" "), width - 2)] : all;
	return (
		<Box flexDirection="column">
			{heading && <Text dimColor>{`  ${test.label}`}</Text>}
			<Text {...paint(ok ? "good" : "bad")}>{`${ok ? "✓" : "✗"} ${[...lines, ...next].join("\n  ")}`}</Text>
		</Box>
	);
}
