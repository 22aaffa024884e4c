import { Box, Text } from "ink";
import { keyFor, type Meaning } from "../keys/key-table.ts";
import { wrapText } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";

/** What to press first, in order. */
const steps: readonly { readonly means: Meaning; readonly text: string }[] = [
	{ means: "plan", text: "shows what a cycle would do, user by user; nothing is written" },
	{ means: "provision", text: "runs one cycle; failed users are then listed here" },
	{ means: "onOff", text: "turns provisioning on: cycles run automatically until you turn it off" },
];

const demoText = () =>
	`This is a demo with simulated Entra ID and Sumo Logic. ${keyFor("profiles")} adds a profile.`;

/** What the first steps depend on. */
export type FirstStepsOf = {
	readonly isDemo: boolean;
	/** The keys of the screen for credentials; null once an access key is saved. */
	readonly credentialsKeys: string | null;
	/** The keys of the screen that sets up the application in Entra; null for a source that has none. */
	readonly setupKeys: string | null;
};

/** The steps with their keys. The application may be there already, which only that screen reads. */
function stepsOf({
	credentialsKeys,
	setupKeys,
}: FirstStepsOf): readonly { readonly keys: string; readonly text: string }[] {
	const others = steps.map(({ means, text }) => ({ keys: keyFor(means), text }));
	const setup = "sets up Entra and Sumo Logic, or shows what is done";
	const enter = `enters the credentials; ${keyFor("guide")} there opens the setup guide`;
	return [
		...(credentialsKeys === null ? [] : [{ keys: credentialsKeys, text: enter }]),
		...(setupKeys === null ? [] : [{ keys: setupKeys, text: setup }]),
		...others,
	];
}

/** Cells before the texts: the longest keys between spaces. */
const indentOf = (of: FirstStepsOf) => Math.max(...stepsOf(of).map(({ keys }) => keys.length)) + 4;

const linesOf = (text: string, indent: number, width: number) => wrapText(text, Math.max(10, width - indent));

/** Lines of the first steps at this width. */
export function firstStepsLines(of: FirstStepsOf, width: number): number {
	const demo = of.isDemo ? wrapText(demoText(), width).length : 0;
	const indent = indentOf(of);
	return stepsOf(of).reduce((sum, { text }) => sum + linesOf(text, indent, width).length, demo);
}

/** Shown on Home until the first cycle has run: what a demo is, and what to press. */
export function FirstSteps({ width, ...of }: FirstStepsOf & { readonly width: number }) {
	const indent = indentOf(of);
	return (
		<Box flexDirection="column" flexShrink={0} width={width}>
			{of.isDemo && <Text {...paint("caution")}>{wrapText(demoText(), width).join("\n")}</Text>}
			{stepsOf(of).map(({ keys, text }) => (
				<Text key={text}>
					{"  "}
					<Text bold {...paint("accent")}>
						{keys}
					</Text>
					{`${" ".repeat(indent - 2 - keys.length)}${linesOf(text, indent, width).join(`\n${" ".repeat(indent)}`)}`}
				</Text>
			))}
		</Box>
	);
}
