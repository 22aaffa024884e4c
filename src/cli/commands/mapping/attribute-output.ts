import type { AttributeDefinition, Side } from "../../../app/mapping/attribute-lists.ts";
import { ChangeError } from "../../../mapping/definition/change.ts";
import { PathError } from "../../../scim/path.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";

export const sides: readonly Side[] = ["source", "target"];

/** The type of an attribute and its properties. */
export function propertiesOf({
	type,
	primaryKey,
	required,
	multiValued,
	caseExact,
}: AttributeDefinition): string {
	const words = [
		primaryKey && "primary key",
		required && "required",
		multiValued && "multi-value",
		type === "String" && caseExact && "exact case",
	];
	return [type, ...words.filter((word) => word !== false)].join(", ");
}

/** Runs a change of an attribute list; a change that the list refuses is a wrong call. */
export async function asUsage<Value>(change: () => Promise<Value>): Promise<Value> {
	try {
		return await change();
	} catch (error) {
		if (error instanceof PathError) throw new UsageError(cleanText(error.message));
		if (error instanceof ChangeError) throw new UsageError(cleanText(error.message));
		throw error;
	}
}
