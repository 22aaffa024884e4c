import { functions } from "../../../../expression/index.ts";
import type { JsonObject } from "../../../loopback/json.ts";

/** How functions and operators are identified: the documentation shows a name, the metadata an ID. */
export type Identifiers = "both" | "id" | "name";

function identified(name: string, by: Identifiers): JsonObject {
	return { ...(by === "name" ? {} : { id: name }), ...(by === "id" ? {} : { name }) };
}

/** `schema/functions` (learn.microsoft.com/graph/api/synchronization-synchronizationschema-functions). */
export function showFunctions(by: Identifiers): JsonObject[] {
	return functions.map(({ name, parameters }) => ({
		...identified(name, by),
		parameters: parameters.map((parameter) => ({
			name: parameter.name,
			required: parameter.optional !== true,
			allowMultipleOccurrences: parameter.repeats === true,
			type: types[parameter.kind] ?? "String",
		})),
	}));
}

const types: Readonly<Record<string, string>> = {
	boolean: "Boolean",
	integer: "Integer",
	dateTime: "DateTime",
};

const any = ["String", "Integer", "Reference", "Binary", "Boolean", "DateTime"];
const operators: readonly (readonly [string, "Unary" | "Binary", readonly string[]])[] = [
	["EQUALS", "Binary", ["String", "Integer", "Boolean"]],
	["NOT EQUALS", "Binary", ["String", "Integer", "Boolean"]],
	["IS TRUE", "Unary", ["Boolean"]],
	["IS FALSE", "Unary", ["Boolean"]],
	["IS NULL", "Unary", any],
	["IS NOT NULL", "Unary", any],
	["REGEX MATCH", "Binary", ["String"]],
	["NOT REGEX MATCH", "Binary", ["String"]],
	["GREATER_THAN", "Binary", ["Integer"]],
	["GREATER_THAN_OR_EQUALS", "Binary", ["Integer"]],
	["INCLUDES", "Binary", ["String"]],
	["ENDS_WITH", "Binary", ["String"]],
	["&", "Binary", ["Integer"]],
	["!&", "Binary", ["Integer"]],
];

/** `schema/filterOperators` (learn.microsoft.com/graph/api/synchronization-synchronizationschema-filteroperators). */
export function showFilterOperators(by: Identifiers): JsonObject[] {
	return operators.map(([name, arity, supported]) => ({
		...identified(name, by),
		arity,
		multivaluedComparisonType: "All",
		supportedAttributeTypes: [...supported],
	}));
}
