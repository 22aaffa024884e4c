import type { Side } from "../../../app/mapping/attribute-lists.ts";
import type { Session } from "../../../app/session.ts";
import { attributeTypes } from "../../../attributes/attribute-list.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, argumentOf, choice, flag, type Given, toggle } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { asUsage, propertiesOf, sides } from "./attribute-output.ts";

const definition = {
	type: choice("type", "the type of its values", attributeTypes),
	primaryKey: toggle("it identifies a user", "it does not"),
	required: toggle("no account is created without it", "accounts may lack it"),
	multiValue: toggle("it can have several values", "it has one value"),
	exactCase: toggle("its values are compared in exact case", "they are compared in any case"),
};

export const command = defineCommand({
	description: "Add an attribute to the profile's list, or change one. The next cycle is an initial one.",
	arguments: {
		side: argumentOf("of the source or the target", sides),
		name: argument("the attribute; in the target a SCIM path, such as urn:example:User:badge"),
	},
	options: { ...definition, json: flag("print the attribute as JSON"), ...profileOptions },
	run: ({ side, name, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => defineAttribute(session, side, name, flags, streams)),
});

/**
 * Adds an attribute to the profile's own list, or changes it. Omitted properties do not change.
 *
 * @throws UsageError for a target attribute that is not a path
 */
export async function defineAttribute(
	{ rules, profile }: Session,
	side: Side,
	name: string,
	{
		json,
		type,
		primaryKey,
		required,
		multiValue,
		exactCase,
	}: Given<typeof definition> & { readonly json?: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const { mapping } = await rules();
	const defined = await asUsage(() =>
		mapping.define(side, {
			name,
			...(type === undefined ? {} : { type }),
			...(primaryKey === undefined ? {} : { primaryKey }),
			...(required === undefined ? {} : { required }),
			...(multiValue === undefined ? {} : { multiValued: multiValue }),
			...(exactCase === undefined ? {} : { caseExact: exactCase }),
		}),
	);
	if (json) streams.out(jsonLine(defined));
	else streams.out(cleanText(`${side}  ${defined.name}  ${propertiesOf(defined)}`));
	streams.err(
		`Saved in the profile ${profile().name}. If it changed something, the next cycle is an initial one.`,
	);
	return exitCode.done;
}
