import { Box, Text } from "ink";
import { Spinner } from "../../components/spinner.tsx";
import { wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import type { TestState } from "./use-connection-test.ts";

/** The running test, or the result of the last one with the next step. */
export function TestOutcome({ test, width }: { readonly test: TestState; readonly width: number }) {
	if (test.state === "none") return null;
	if (test.state === "running") return <Spinner label={`${test.label}… (Esc cancels)`} />;
	const { ok, message, advice } = test.report;
	const lines = [...wrapText(message, width - 2), ...(advice === "" ? [] : wrapText(advice, width - 2))];
	return (
		<Box flexDirection="column" flexShrink={0}>
			{!ok && <Text dimColor>{`  ${test.label}`}</Text>}
			<Text {...paint(ok ? "good" : "bad")}>{`${ok ? "✓" : "✗"} ${lines.join("\n  ")}`}</Text>
		</Box>
	);
}
