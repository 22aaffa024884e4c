import { Box, Text } from "ink";
import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { type PathCandidates, PathInput } from "../../components/input/path-input.tsx";
import { TextInput } from "../../components/input/text-input.tsx";
import { cutText, fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { originOf } from "./setting-columns.ts";

export type SettingRowProps = {
	readonly setting: ShownSetting;
	readonly focused: boolean;
	/** The text being edited; null while the setting is not edited. */
	readonly typed: string | null;
	/** What is wrong with that text. */
	readonly problem: string | undefined;
	readonly width: number;
	readonly candidates: PathCandidates;
	readonly onType: (text: string) => void;
};

const labelCells = 20;
const maxValueCells = 44;
const numberCells = 12;

/** One setting on one line: label, value, and where the value comes from; or the text being edited, with what is wrong with it. */
export function SettingRow(props: SettingRowProps) {
	const { setting, focused, typed, problem, width, candidates, onType } = props;
	const room = width - labelCells - 3;
	const valueCells = Math.min(maxValueCells, Math.floor(room * 0.55));
	const label = (
		<Text bold={focused} {...paint(focused ? "accent" : "plain")}>
			{`${focused ? "❯ " : "  "}${fitText(setting.label, labelCells)} `}
		</Text>
	);
	if (typed !== null) {
		const isLong = setting.isPath || setting.kind === "secret";
		const cells = isLong ? room - 10 : numberCells;
		return (
			<Box width={width} height={1} flexShrink={0} overflow="hidden">
				{label}
				<Box width={cells} flexShrink={0}>
					{setting.isPath ? (
						<PathInput
							value={typed}
							onChange={onType}
							focused
							width={cells}
							placeholder="a path; Tab completes"
							candidates={candidates}
						/>
					) : (
						<TextInput
							value={typed}
							onChange={onType}
							focused
							width={cells}
							masked={setting.kind === "secret"}
							placeholder={setting.kind === "secret" ? "paste the URL" : ""}
						/>
					)}
				</Box>
				{problem !== undefined && (
					<Text
						{...paint("bad")}
					>{` ${cutText(isLong ? "✗ error" : `✗ ${problem}`, room - cells - 1)}`}</Text>
				)}
			</Box>
		);
	}
	return (
		<Box width={width} height={1} flexShrink={0} overflow="hidden">
			{label}
			<Text bold={focused}>{fitText(setting.shown, valueCells)}</Text>
			<Text {...paint(typeof setting.from === "string" ? "dim" : "caution")}>
				{` ${cutText(originOf(setting), room - valueCells - 1)}`}
			</Text>
		</Box>
	);
}
