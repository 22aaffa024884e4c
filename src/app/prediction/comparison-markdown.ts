import { type Comparison, type Difference, isCompared, nothingToCompare } from "./compare.ts";
import { table } from "./markdown-table.ts";

/** A comparison of a prediction with what Entra's job did, for the change request that the prediction was in. */
export function comparisonMarkdown(comparison: Comparison): string {
	const { agreed, differences, entries, cycles } = comparison;
	const counts = [
		["As predicted", agreed],
		["Different", differences.length],
		["Log entries", entries],
		["Cycles", cycles],
	] as const;
	const rows = differences.map((one) => [
		one.user.displayName,
		one.user.userName,
		one.predicted,
		one.happened,
		attributesOf(one),
		one.causes.map(({ detail }) => detail).join(" "),
	]);
	return [
		"# Prediction and provisioning log compared",
		"",
		...(isCompared(comparison) ? [] : [nothingToCompare, ""]),
		...table(
			["", ""],
			counts.map(([name, count]) => [name, String(count)]),
		),
		...(rows.length === 0
			? []
			: [
					"",
					`## Differences (${rows.length})`,
					"",
					...table(["User", "User name", "Predicted", "Happened", "Attributes", "Likely causes"], rows),
				]),
		"",
	].join("\n");
}

function attributesOf({ attributes }: Difference): string {
	return attributes
		.map(
			({ name, predicted, happened }) =>
				`${name}: predicted ${predicted ?? "no change"}, happened: ${happened ?? "no change"}`,
		)
		.join("; ");
}
