import type { Side } from "../../../app/mapping/attribute-lists.ts";
import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, argumentOf } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import { asUsage, sides } from "./attribute-output.ts";

export const command = defineCommand({
	description: "Remove an attribute from the profile's own list. The next cycle is an initial one.",
	arguments: {
		side: argumentOf("of the source or the target", sides),
		name: argument("the attribute, as mapping attributes lists it"),
	},
	options: profileOptions,
	run: ({ side, name, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => undefineAttribute(session, side, name, streams)),
});

/** Removes an attribute from the profile's own list. */
export async function undefineAttribute(
	{ rules, profile }: Session,
	side: Side,
	name: string,
	streams: Streams,
): Promise<ExitCode> {
	const { mapping } = await rules();
	await asUsage(() => mapping.undefine(side, name));
	streams.out(
		`Removed ${cleanText(name)} from the list of the profile ${profile().name}. The next cycle is an initial one.`,
	);
	return exitCode.done;
}
