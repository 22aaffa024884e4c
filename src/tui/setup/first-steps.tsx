import { Box, Text } from "ink";
import { keyFor, type Meaning } from "../keys/key-table.ts";
import { wrapText } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";

/** What to press first, in order: the key of its meaning, or a digit of a group. */
const steps: readonly { readonly means: Meaning; readonly text: string }[] = [
	{ means: "plan", text: "shows what a cycle would do, user by user; nothing is written" },
	{ means: "provision", text: "runs one cycle; failed users are then listed here" },
	{ means: "onOff", text: "turns provisioning on: cycles run automatically until you turn it off" },
];

const demoText = () =>
	`This is a demo with simulated Entra ID and Sumo Logic. ${keyFor("profiles")} adds a profile.`;

/** Cells before the text of a step: its key between spaces. */
const indent = 5;

const linesOf = (text: string, width: number) => wrapText(text, Math.max(10, width - indent));

/** Lines of the first steps at this width. */
export function firstStepsLines(isDemo: boolean, width: number): number {
	const demo = isDemo ? wrapText(demoText(), width).length : 0;
	return steps.reduce((sum, { text }) => sum + linesOf(text, width).length, demo);
}

/** Shown on Home until the first cycle has run: what a demo is, and what to press. */
export function FirstSteps({ isDemo, width }: { readonly isDemo: boolean; readonly width: number }) {
	return (
		<Box flexDirection="column" flexShrink={0} width={width}>
			{isDemo && <Text {...paint("caution")}>{wrapText(demoText(), width).join("\n")}</Text>}
			{steps.map(({ means, text }) => (
				<Text key={means}>
					{"  "}
					<Text bold {...paint("accent")}>
						{keyFor(means)}
					</Text>
					{`  ${linesOf(text, width).join(`\n${" ".repeat(indent)}`)}`}
				</Text>
			))}
		</Box>
	);
}
