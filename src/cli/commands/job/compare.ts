import {
	type Comparison,
	type Difference,
	isCompared,
	nothingToCompare,
} from "../../../app/prediction/compare.ts";
import { comparisonMarkdown } from "../../../app/prediction/comparison-markdown.ts";
import { readPrediction } from "../../../app/prediction/prediction.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { readNamedFile } from "../../input/read-named-file.ts";
import { flag, text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine, jsonText } from "../../output/json-line.ts";
import { reportFormat, writeReport } from "./report-file.ts";
import { withPlan } from "./with-plan.ts";

export const command = defineCommand({
	description:
		"Compare the provisioning log of Entra's own job with a prediction of `job plan`, and list the differences with likely causes.",
	options: {
		prediction: text("file", "a file of `job plan --output FILE.json`; the last prediction by default"),
		output: text("file", "also write it to a file for the change request: FILE.md or FILE.json"),
		json: flag("print the comparison as JSON"),
		...profileOptions,
	},
	run: async ({ prediction: file, output, json, ...flags }, context) => {
		const format = output === undefined ? undefined : reportFormat(output);
		const given =
			file === undefined ? undefined : readPrediction((await readNamedFile(file)).toString("utf8"));
		return withPlan(flags, context, async (plan, signal) => {
			const comparison = await plan.compare(given, signal);
			if (comparison === null)
				throw new UsageError("No prediction was made for this job here. Run `job plan` before the cycle.");
			const { streams } = context;
			const record = { type: "comparison", ...comparison };
			if (output !== undefined)
				await writeReport(output, format === "md" ? comparisonMarkdown(comparison) : jsonText(record));
			if (json) streams.out(jsonLine(record));
			else for (const line of linesOf(comparison)) streams.out(cleanText(line));
			return comparison.differences.length === 0 && isCompared(comparison)
				? exitCode.done
				: exitCode.someFailed;
		});
	},
});

function linesOf(comparison: Comparison): readonly string[] {
	const { agreed, differences, entries, cycles } = comparison;
	if (differences.length === 0 && !isCompared(comparison)) return [nothingToCompare];
	const log = `${counted(entries, "log entry", "log entries")} of ${counted(cycles, "cycle")} since the prediction`;
	return [
		...differences.flatMap(differenceLines),
		differences.length === 0
			? `As predicted: ${counted(agreed, "user agrees", "users agree")}, ${log}.`
			: `${counted(differences.length, "difference")}; ${counted(agreed, "user agrees", "users agree")}, ${log}.`,
	];
}

function differenceLines({ user, predicted, happened, attributes, causes }: Difference): readonly string[] {
	return [
		`${user.displayName} <${user.userName}>: predicted ${predicted}, happened: ${happened}`,
		...attributes.map(
			({ name, predicted: one, happened: other }) =>
				`  ${name}: predicted ${one ?? "no change"}, happened: ${other ?? "no change"}`,
		),
		...causes.map(({ detail }) => `  likely: ${detail}`),
	];
}
