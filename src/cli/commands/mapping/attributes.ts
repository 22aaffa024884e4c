import type { AttributeDefinition, ListedAttribute, Side } from "../../../app/mapping/attribute-lists.ts";
import type { Session } from "../../../app/session.ts";
import { ChangeError } from "../../../mapping/change.ts";
import { PathError } from "../../../scim/path.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

/** The properties of an attribute as they are typed; what is absent stays as it is. */
export type AttributeFlags = {
	readonly json?: boolean;
	readonly type?: AttributeDefinition["type"];
	readonly primaryKey?: boolean;
	readonly required?: boolean;
	readonly multiValue?: boolean;
	readonly exactCase?: boolean;
};

/** Prints the attribute lists as they count, one attribute a line. */
export async function listAttributes(
	{ mapping }: Session,
	side: Side | undefined,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const sides: readonly Side[] = side === undefined ? ["source", "target"] : [side];
	if (json) {
		const lists: Partial<Record<Side, readonly ListedAttribute[]>> = Object.fromEntries(
			sides.map((one) => [one, mapping.attributes(one)]),
		);
		streams.out(jsonLine(lists));
		return exitCode.done;
	}
	for (const one of sides) {
		for (const attribute of mapping.attributes(one)) {
			const mark = attribute.own ? " *" : "";
			streams.out(cleanText(`${one}  ${attribute.name}  ${propertiesOf(attribute)}${mark}`));
		}
	}
	return exitCode.done;
}

/**
 * Adds an attribute to the profile's own list, or changes it.
 *
 * @throws UsageError for a target that is no path
 */
export async function defineAttribute(
	{ mapping, profile }: Session,
	side: Side,
	name: string,
	{ json, type, primaryKey, required, multiValue, exactCase }: AttributeFlags,
	streams: Streams,
): Promise<ExitCode> {
	const defined = await refusing(() =>
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
		`Saved in the profile ${profile().name}. When it changed something, the next cycle is an initial one.`,
	);
	return exitCode.done;
}

/** Takes an attribute out of the profile's own list. */
export async function undefineAttribute(
	{ mapping, profile }: Session,
	side: Side,
	name: string,
	streams: Streams,
): Promise<ExitCode> {
	await refusing(() => mapping.undefine(side, name));
	streams.out(
		`${cleanText(name)} is out of the list of the profile ${profile().name}. The next cycle is an initial one.`,
	);
	return exitCode.done;
}

function propertiesOf({ type, primaryKey, required, multiValued, caseExact }: AttributeDefinition): string {
	const words = [
		primaryKey && "primary key",
		required && "required",
		multiValued && "multi-value",
		type === "String" && caseExact && "exact case",
	];
	return [type, ...words.filter((word) => word !== false)].join(", ");
}

async function refusing<Value>(change: () => Promise<Value>): Promise<Value> {
	try {
		return await change();
	} catch (error) {
		if (error instanceof PathError) throw new UsageError(cleanText(error.message));
		if (error instanceof ChangeError) throw new UsageError(cleanText(error.message));
		throw error;
	}
}
