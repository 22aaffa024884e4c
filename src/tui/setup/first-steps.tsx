import { Box, Text } from "ink";
import { keyFor, type Meaning } from "../keys/key-table.ts";
import { paint } from "../theme/theme.ts";

/** What to press first, in order: the key of its meaning, or a digit of a group. */
const steps: readonly { readonly means: Meaning; readonly text: string }[] = [
	{ means: "plan", text: "shows what a cycle would do, user by user; nothing is written" },
	{ means: "provision", text: "runs one cycle; failed users are then listed here" },
	{ means: "onOff", text: "turns provisioning on: cycles run by themselves, until you turn it off" },
];

/** Lines of the first steps. */
export function firstStepsLines(isDemo: boolean): number {
	return steps.length + (isDemo ? 1 : 0);
}

/** Shown on Home until the first cycle has run: what a demo is, and what to press. */
export function FirstSteps({ isDemo, width }: { readonly isDemo: boolean; readonly width: number }) {
	return (
		<Box flexDirection="column" flexShrink={0} width={width}>
			{isDemo && (
				<Text wrap="truncate-end" {...paint("caution")}>
					This is a demo: Entra ID and Sumo Logic are simulated on this machine.
				</Text>
			)}
			{steps.map(({ means, text }) => (
				<Text key={means} wrap="truncate-end">
					{"  "}
					<Text bold {...paint("accent")}>
						{keyFor(means)}
					</Text>
					{`  ${text}`}
				</Text>
			))}
		</Box>
	);
}
