import { type PredictedUser, type Prediction, waitingWords } from "../../../app/prediction/prediction.ts";
import { predictionMarkdown } from "../../../app/prediction/prediction-markdown.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine, jsonText } from "../../output/json-line.ts";
import { reportFormat, writeReport } from "./report-file.ts";
import { withPlan } from "./with-plan.ts";

export const command = defineCommand({
	description:
		"Predict the next cycle of Entra's own provisioning job, user by user, without a write. `job compare` compares it with the log afterwards.",
	options: {
		output: text("file", "also write it to a file for a change request: FILE.md or FILE.json"),
		json: flag("print the prediction as JSON"),
		...profileOptions,
	},
	run: ({ output, json, ...flags }, context) => {
		const format = output === undefined ? undefined : reportFormat(output);
		return withPlan(flags, context, async (plan, signal) => {
			const { streams } = context;
			const prediction = await plan.predict(signal);
			if (output !== undefined) {
				const content = format === "md" ? predictionMarkdown(prediction) : jsonText(prediction);
				await writeReport(output, content);
			}
			if (json) streams.out(jsonLine(prediction));
			else {
				for (const line of prediction.users.map(userLine)) streams.out(cleanText(line));
				for (const line of summary(prediction)) streams.out(line);
				for (const note of prediction.notes) streams.err(`note: ${cleanText(note)}`);
				if (output !== undefined) streams.out(`The prediction is in ${cleanText(output)}.`);
			}
			return prediction.counts.fail > 0 ? exitCode.someFailed : exitCode.done;
		});
	},
});

function userLine(user: PredictedUser) {
	const { action, status, displayName, userName, changes, reason, code, uncertain, notBefore } = user;
	const kind = status === "failure" ? "fail" : action === "other" ? "skip" : action;
	const values = changes.map(({ name, old, new: value }) => `${name}: ${old ?? "–"} → ${value ?? "–"}`);
	const why = status === "success" ? values : [code === null ? reason : `${code}: ${reason}`];
	const waits = notBefore === null ? [] : [waitingWords(notBefore)];
	const words = [...why, ...(uncertain === null ? [] : [uncertain]), ...waits].join("; ");
	return `${kind.padEnd(12)} ${displayName} <${userName}>${words === "" ? "" : `: ${words}`}`;
}

function summary({ counts, held, job }: Prediction): readonly string[] {
	const parts = (
		["create", "update", "disable", "delete", "stagedDelete", "skip", "fail", "unchanged"] as const
	).flatMap((name) => (counts[name] === 0 ? [] : [`${counts[name]} ${name}`]));
	const what = parts.length === 0 ? "nothing to do" : parts.join(", ");
	return [
		`Entra's next cycle (${job.cycle}): ${what}.`,
		...(held === null
			? []
			: [
					`${counted(held.count, "deactivation or deletion", "deactivations and deletions")} would be held back: Entra allows ${held.threshold} per cycle.`,
				]),
	];
}
