import {
	EvaluationError,
	evaluate,
	isEmpty,
	isList,
	RoleAssignments,
	RoleValues,
	toJson,
	toText,
	type Value,
} from "../../../../expression/index.ts";
import type { Json } from "../../../loopback/json.ts";
import type { JobMapping } from "../schema/job-mappings.ts";
import { TargetFailure } from "../target/failure.ts";
import { readPath, type TargetPath } from "../target/path.ts";

/** What a mapping yields for one user. */
export interface DesiredValue {
	readonly mapping: JobMapping;
	readonly path: TargetPath;
	/** Null: the source has no value. An array for several values. */
	readonly value: Json;
	/** Values are only added to those of the account. */
	readonly isAdditive: boolean;
	/** Whether the log must not show the value. */
	readonly isRedacted: boolean;
}

/** What mappings read and how references are resolved. */
export interface MappingInput {
	/** The value of a source attribute, `IsSoftDeleted` included. */
	read(attribute: string): Value;
	/** The account of another user; undefined while there is none. */
	accountOf(userId: string): string | undefined;
	readonly now: () => Date;
}

/**
 * What each mapping yields. A mapping that cannot be evaluated does not flow, as Entra documents of IIF on a null attribute.
 * Throws a TargetFailure when several values are mapped to an attribute that takes one.
 */
export function desiredValues(mappings: readonly JobMapping[], input: MappingInput): readonly DesiredValue[] {
	return mappings.flatMap((mapping) => {
		const result = evaluateSource(mapping, input);
		if (result === undefined) return [];
		const path = readPath(mapping.target);
		const value = converted(result.value, mapping, path, input);
		const isRoles = result.value instanceof RoleValues;
		return [
			{
				mapping,
				path,
				value,
				isAdditive: mapping.flowType === "MultiValueAddOnly" || (isRoles && !assertive(result.value)),
				isRedacted: result.redacted,
			},
		];
	});
}

const assertive = (value: Value): boolean => value instanceof RoleValues && value.assertive;

/** Undefined: nothing flows. */
function evaluateSource(
	{ source }: JobMapping,
	{ read, now }: MappingInput,
): { readonly value: Value; readonly redacted: boolean } | undefined {
	switch (source.type) {
		case "attribute":
			return { value: read(source.name), redacted: false };
		case "constant":
			return { value: source.value, redacted: false };
		case "none":
			return undefined;
		case "function":
			try {
				const result = evaluate(source.compiled, read, { now, strict: true });
				return result.dropped ? undefined : result;
			} catch (error) {
				if (error instanceof EvaluationError) return undefined;
				throw error;
			}
	}
}

function converted(value: Value, mapping: JobMapping, path: TargetPath, input: MappingInput): Json {
	if (isEmpty(value) || value instanceof RoleAssignments) return null;
	if (value instanceof RoleValues) return value.values.map((role) => ({ ...role }));
	if (isList(value)) {
		const [first = null] = value;
		if (mapping.isMultivalued) return [...value];
		if (value.length === 1) return first;
		if (path.filter) return [...value];
		throw new TargetFailure(
			"SchemaPropertyCanOnlyAcceptValue",
			`The attribute ${mapping.target} takes one value, and the source has ${value.length}.`,
		);
	}
	if (mapping.type === "Reference") return input.accountOf(toText(value)) ?? null;
	const single = typed(value, mapping.type);
	return mapping.isMultivalued ? [single] : single;
}

function typed(value: Value, type: string): Json {
	const text = toText(value);
	if (type === "Boolean") {
		const lower = text.toLowerCase();
		if (lower === "true" || lower === "false") return lower === "true";
	}
	if (type === "Integer" && /^-?\d{1,15}$/.test(text)) return Number(text);
	const plain = toJson(value);
	return typeof plain === "string" ? plain : text;
}
