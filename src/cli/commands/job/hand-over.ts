import type { HandOverPlan } from "../../../app/hosted-job/hand-over.ts";
import { called } from "../../../ports/identity-name.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { choice, flag, required } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { interruptible } from "../../session/interruptible.ts";

export const command = defineCommand({
	description:
		"Hand the accounts over from sumo-provision to Entra's own job, or back, without recreating any. Shows the plan first.",
	options: {
		to: required(choice("mode", "who provisions from then on", ["hosted", "direct"])),
		plan: flag("only show what would be done"),
		yes: flag("confirm; without it only the plan is shown"),
		json: flag("print the plan as JSON"),
		...profileOptions,
	},
	run: ({ to, plan: planOnly, yes, json, ...flags }, { streams, withSession }) =>
		interruptible(streams.err, (signal) =>
			withSession(flags, async ({ handOver }) => {
				const isPlan = planOnly || !yes;
				const plan = isPlan ? await handOver.plan(to, signal) : await handOver.perform(to, signal);
				const lines = json
					? [jsonLine({ type: "handOver", changed: !isPlan, ...plan })]
					: planLines(plan, !isPlan).map(cleanText);
				for (const line of lines) streams.out(line);
				if (plan.unmatched.length > 0) return exitCode.someFailed;
				if (isPlan && !planOnly)
					throw new UsageError("Nothing was changed. To hand the accounts over, add --yes.");
				return exitCode.done;
			}),
		),
});

function planLines({ to, takenOver, withoutAccount, unmatched, steps }: HandOverPlan, isDone: boolean) {
	const next =
		to === "direct"
			? "Done. sumo-provision is off: run `sumo-provision run`, or turn it on in the console."
			: "Done. Entra's job provisions: `sumo-provision job status` shows its first cycle.";
	return [
		...steps.map((step, at) => `${at + 1}. ${step}`),
		`${counted(takenOver, "account")} taken over, 0 recreated.`,
		...(withoutAccount.length === 0
			? []
			: [
					`${counted(withoutAccount.length, "user has", "users have")} no account yet: the next cycle creates it.`,
				]),
		...unmatched.map((user) => `Would get a second account, since Entra does not match it: ${called(user)}`),
		...(to === "hosted"
			? [
					"Only the profiles of this home are checked: make sure that no other machine runs sumo-provision for this application.",
				]
			: []),
		...(isDone ? [next] : []),
	];
}
