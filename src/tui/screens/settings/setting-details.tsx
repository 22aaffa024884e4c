import { Box, Text } from "ink";
import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";

/** What a setting does, what it accepts, and when a change takes effect. */
function linesOf({ meaning, range, default: usual, effect, from }: ShownSetting): readonly string[] {
	const overruled =
		typeof from === "string"
			? []
			: [
					`${from.flag} overrides the saved value (${from.saved}). A change takes effect once you start without it.`,
				];
	return [meaning, `Accepts: ${range}. Default: ${usual}.`, ...overruled, `Takes effect ${effect}.`];
}

/** The setting under the cursor in words, after what is wrong with the text being edited. */
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
			{wrong.length > 0 && <Text {...paint("bad")}>{wrong.join("\n")}</Text>}
			<Text>
				{linesOf(setting)
					.flatMap((line) => wrapText(line, width))
					.slice(0, Math.max(0, height - wrong.length))
					.join("\n")}
			</Text>
		</Box>
	);
}
