import type { ListedAttribute, Side } from "../../../app/mapping/attribute-lists.ts";
import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, optionalArgumentOf } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { propertiesOf, sides } from "./attribute-output.ts";

export const command = defineCommand({
	description:
		"List the attributes that mappings read and write, with type and properties. * marks the profile's own.",
	arguments: { side: optionalArgumentOf("of the source or the target; both by default", sides) },
	options: { json: flag("print them as JSON: {source: [...], target: [...]}"), ...profileOptions },
	run: ({ side, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => listAttributes(session, side, json, streams), { offline: true }),
});

/** Prints the attribute lists, one attribute per line. */
export async function listAttributes(
	{ rules }: Session,
	side: Side | undefined,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const { mapping } = await rules();
	const shown = side === undefined ? sides : [side];
	if (json) {
		const lists: Partial<Record<Side, readonly ListedAttribute[]>> = Object.fromEntries(
			shown.map((one) => [one, mapping.attributes(one)]),
		);
		streams.out(jsonLine(lists));
		return exitCode.done;
	}
	for (const one of shown) {
		for (const attribute of mapping.attributes(one)) {
			const mark = attribute.own ? " *" : "";
			streams.out(cleanText(`${one}  ${attribute.name}  ${propertiesOf(attribute)}${mark}`));
		}
	}
	return exitCode.done;
}
