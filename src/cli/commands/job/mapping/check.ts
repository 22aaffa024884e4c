import type { Disagreement } from "../../../../app/job-schema/second-opinion.ts";
import { cleanText } from "../../../../text/clean-text.ts";
import { counted } from "../../../../text/counted.ts";
import { defineCommand } from "../../../command/define-command.ts";
import { flag } from "../../../options/option.ts";
import { profileOptions } from "../../../options/profile-options.ts";
import { wholeNumber } from "../../../options/whole-number.ts";
import { exitCode } from "../../../output/exit-code.ts";
import { jsonLine } from "../../../output/json-line.ts";
import { interruptible } from "../../../session/interruptible.ts";

/** Users to evaluate each expression for, unless --users says otherwise. */
const usualUsers = 3;

export const command = defineCommand({
	description:
		"Have Entra parse and evaluate the expressions of the profile and the job, and list where it disagrees with sumo-provision.",
	options: {
		users: wholeNumber("count", `users in scope to evaluate for (default: ${usualUsers})`, 0),
		json: flag("print the disagreements as JSON"),
		...profileOptions,
	},
	run: ({ users = usualUsers, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) =>
			interruptible(streams.err, async (signal) => {
				const opinion = await session.jobSchema.check(users, signal);
				const { disagreements, missing } = opinion;
				if (json) streams.out(jsonLine({ type: "job-mapping", action: "check", ...opinion }));
				else {
					for (const one of disagreements) streams.out(cleanText(lineOf(one)));
					if (missing !== null) streams.err(missing);
					else if (disagreements.length === 0)
						streams.out(
							`Entra agrees on ${counted(opinion.expressions, "expression")}, evaluated for ${counted(opinion.users, "user")}.`,
						);
				}
				return disagreements.length === 0 && missing === null ? exitCode.done : exitCode.error;
			}),
		),
});

const places = { profile: "profile", job: "job", both: "profile and job" } as const;

function lineOf({ target, usedBy, about, user, here, entra }: Disagreement): string {
	const of = user === null ? "" : ` for ${user.displayName}`;
	const verb = about === "value" ? "yields " : "";
	return `${target} (${places[usedBy]})${of}: here it ${verb}${here}; in Entra it ${verb}${entra}.`;
}
