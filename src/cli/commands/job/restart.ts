import {
	defaultResetScopes,
	effectsOf,
	type ResetScope,
	resetScopeNames,
	resetScopes,
} from "../../../setup/reset-scope.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, texts } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { withJob } from "./with-job.ts";

/** Flags of a profile, apart from the one for which users it provisions, whose name is used here. */
const { scope: _, ...otherOptions } = profileOptions;

export const command = defineCommand({
	description:
		"Restart Entra's own provisioning job. Without --scope, like Restart in the portal: links are kept.",
	options: {
		scope: texts(
			"scope",
			`what to reset: ${resetScopeNames.join(", ")} (default: ${defaultResetScopes.join(" ")}), or Graph's names`,
		),
		yes: flag("confirm resetting links, or carrying out held deletions"),
		json: flag("print the outcome as JSON"),
		...otherOptions,
	},
	run({ scope, yes, json, ...flags }, context) {
		const scopes = scope === undefined ? defaultResetScopes : scope.flatMap((text) => readScopes(text));
		const risky = scopes.filter((scope) => resetScopes[scope].isRisky);
		if (risky.length > 0 && !yes)
			throw new UsageError(
				`Nothing was changed: the restart ${effectsOf(risky).join("; ")}. To continue, add --yes.`,
			);
		return withJob(flags, context, async (job, signal) => {
			await job.restart(scopes, signal);
			context.streams.out(
				json
					? jsonLine({ type: "job", action: "restart", changed: true, scopes, notSeen: job.notSeen })
					: `The job is restarted: it ${effectsOf(scopes).join("; ")}.`,
			);
			if (!json) context.streams.err(job.notSeen);
			return exitCode.done;
		});
	},
});

/** One or more names, ours or Graph's in any case: `watermark`, `Watermark,Escrows`, `Full`. */
function readScopes(text: string): readonly ResetScope[] {
	return text.split(/[\s,]+/).flatMap((word) => {
		const name = word.toLowerCase();
		if (name === "full") return ["watermark", "escrows", "quarantine", "links"] as const;
		const found = resetScopeNames.find((one) => one === name || resetScopes[one].flag.toLowerCase() === name);
		if (found !== undefined) return [found];
		throw new UsageError(`--scope takes ${resetScopeNames.join(", ")} or full, not "${word}".`);
	});
}
