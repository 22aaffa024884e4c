import { Box, Text } from "ink";
import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";

/** What a setting does, what it takes, and when a change of it counts. */
function linesOf({ meaning, range, default: usual, effect, from }: ShownSetting): readonly string[] {
	const overruled =
		typeof from === "string"
			? []
			: [
					`${from.flag} goes before what is saved (${from.saved}); a change counts once it is left out at the start.`,
				];
	return [meaning, `Takes: ${range}. Default: ${usual}.`, ...overruled, `A change counts ${effect}.`];
}

/** The setting under the cursor in words, what is wrong with what is typed first. */
export function SettingDetails({
	setting,
	problem,
	width,
	height,
}: {
	readonly setting: ShownSetting;
	readonly problem: string | undefined;
	readonly width: number;
	readonly height: number;
}) {
	const wrong = problem === undefined ? [] : wrapText(`✗ ${setting.label}: ${problem}.`, width);
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			<Text dimColor>{"─".repeat(width)}</Text>
			{wrong.length > 0 && <Text {...paint("bad")}>{wrong.join("\n")}</Text>}
			<Text>
				{linesOf(setting)
					.flatMap((line) => wrapText(line, width))
					.slice(0, Math.max(0, height - 1 - wrong.length))
					.join("\n")}
			</Text>
		</Box>
	);
}
