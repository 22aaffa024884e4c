import { Box, Text, useIsScreenReaderEnabled } from "ink";
import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import { counted } from "../../../text/counted.ts";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { widthOf } from "../../text/fit-text.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { duration, logTime } from "../../text/show-time.ts";
import { paint } from "../../theme/theme.ts";
import { countParts, kindMark, type PlannedKind } from "./planned-text.ts";
import type { Planning } from "./use-plan.ts";

/** Lines of the head without its notices. */
export const planHeadLines = 2;

type PlanHeadProps = {
	readonly report: PlanReport;
	readonly planning: Planning;
	/** The type that the list is restricted to; null for all. */
	readonly type: PlannedKind | null;
	/** Number of users who are left out of the next run. */
	readonly leftOut: number;
	/** Whether a cycle is running. */
	readonly isRunning: boolean;
	/** Why no cycle can be run here; null when one can. */
	readonly noRun: string | null;
	/** Lines below the counts. */
	readonly notices: readonly string[];
	readonly width: number;
};

/** When the plan was made and whether it still holds, its counts, and its notices. */
export function PlanHead(props: PlanHeadProps) {
	const { report, planning, type, leftOut, isRunning, noRun, notices, width } = props;
	const age = useNow(ageInterval);
	return (
		<Box flexShrink={0} flexDirection="column">
			<Text wrap="truncate-end">
				<Text bold>{`Plan ${logTime(planning.madeAt, age)} `}</Text>
				<Freshness planning={planning} isRunning={isRunning} />
				<Text dimColor>{type === null ? "" : ` · only ${kindMark(type).word}`}</Text>
				{leftOut > 0 && <Text {...paint("caution")}>{` · ${leftOut} left out`}</Text>}
				{report.stillFailing > 0 && (
					<Text {...paint("bad")}>{` · ${counted(report.stillFailing, "user fails", "users fail")}`}</Text>
				)}
				{!isRunning && (
					<Text dimColor>
						{noRun === null
							? `${report.forecastSeconds === 0 ? "" : ` · takes about ${duration(report.forecastSeconds)}`} · nothing has been written`
							: " · predicts Entra's next cycle · nothing has been written"}
					</Text>
				)}
			</Text>
			<Counts report={report} width={width} />
			{notices.length > 0 && <Text {...paint("caution")}>{notices.join("\n")}</Text>}
		</Box>
	);
}

function Freshness({ planning, isRunning }: { readonly planning: Planning; readonly isRunning: boolean }) {
	const { failed, stale, changed, progress } = planning;
	if (failed !== null)
		return (
			<Text bold {...paint("bad")}>
				NOT REFRESHED
			</Text>
		);
	if (isRunning)
		return <Text {...paint("caution")}>made before the running cycle; refreshed when it ends</Text>;
	if (stale)
		return (
			<Text bold {...paint("caution")}>
				STALE{changed.length === 0 ? "" : `: ${changed.join(", ")} changed`}
				{progress === null ? "" : ": planning again…"}
			</Text>
		);
	return <Text {...paint("good")}>{progress === null ? "fresh" : "checking…"}</Text>;
}

function Counts({ report, width }: Pick<PlanHeadProps, "report" | "width">) {
	const isReader = useIsScreenReaderEnabled();
	const counts = fittingCounts(countParts(report), width);
	const roomy = counts.reduce((cells, { word }) => cells + widthOf(word) + 4, -2) <= width;
	const gap = roomy && !isReader ? "  " : " ";
	return (
		<Text wrap="truncate-end">
			{counts.map(({ glyph, word, tone }, index) => (
				<Text key={word} {...paint(tone)}>
					{index === 0 ? "" : gap}
					{isReader ? `${word}${index < counts.length - 1 ? "," : ""}` : `${glyph} ${word}`}
				</Text>
			))}
		</Text>
	);
}

/** The counts that a line holds; what is unchanged, the last one, is left out first. */
function fittingCounts(counts: readonly Mark[], width: number): readonly Mark[] {
	const cells = counts.reduce((sum, { word }) => sum + widthOf(word) + 3, -1);
	return cells > width && counts.at(-1)?.word.endsWith("unchanged") ? counts.slice(0, -1) : counts;
}
