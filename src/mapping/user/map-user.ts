import { readSource, type Source } from "../../attributes/source-value.ts";
import {
	type Environment,
	ExpressionError,
	evaluate,
	type Result,
	RoleValues,
	UniquenessUnknownError,
	type Value,
} from "../../expression/index.ts";
import type { Json } from "../../scim/resource.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { coerce, Unfit } from "./coerce.ts";
import type { CompiledMapping, CompiledMappings } from "./compile.ts";
import { MappingFailure } from "./errors.ts";
import type { MappedUser, MappedValue, MatchingValue, UndecidedValue } from "./mapped-user.ts";

/** What mappings ask of the world. */
export type MappingEnvironment = Pick<Environment, "now" | "random"> & {
	/** Whether the target path holds this value already, for `SelectUniqueValue`; undefined when that is not known. */
	readonly isTaken?: (target: string, value: string) => boolean | undefined;
	/** The target's id of a source user, for references such as the manager; undefined when there is no such account. */
	readonly reference?: (sourceId: string) => string | undefined;
};

/** What one mapping yields for a user. */
export type MappingOutcome =
	| { readonly type: "values"; readonly values: readonly MappedValue[] }
	| { readonly type: "undecided"; readonly value: string; readonly redacted: boolean }
	| { readonly type: "failure"; readonly failure: MappingFailure };

/**
 * Sees a user through the mappings. Throws `MappingFailure` for the first mapping that has no value for the user.
 *
 * Nulls do not flow unless the mapping says so; a default stands in for a null on creation only. In strict mode a
 * condition on a null attribute yields nothing, as in Entra.
 */
export function mapUser(
	compiled: CompiledMappings,
	source: Source,
	environment: MappingEnvironment = {},
): MappedUser {
	const values: MappedValue[] = [];
	const undecided: UndecidedValue[] = [];
	for (const mapping of compiled.mappings) {
		const outcome = evaluateMapping(compiled, mapping, source, environment);
		if (outcome.type === "failure") throw outcome.failure;
		if (outcome.type === "values") values.push(...outcome.values);
		else undecided.push({ target: mapping.mapping.target, value: outcome.value });
	}
	const matching = compiled.matching.flatMap(({ mapping }) => matchingValue(mapping.target, values));
	return { values, matching, undecided };
}

/**
 * Maps a user who is about to be created, asking the target about each value that `SelectUniqueValue` tries.
 * Throws what `mapUser` and `isTaken` throw.
 */
export async function decideUnique(
	compiled: CompiledMappings,
	source: Source,
	isTaken: (target: string, value: string) => Promise<boolean>,
	environment: MappingEnvironment = {},
): Promise<MappedUser> {
	const answers = new Map<string, boolean>();
	const key = (target: string, value: string) => JSON.stringify([target, value]);
	for (;;) {
		const mapped = mapUser(compiled, source, {
			...environment,
			isTaken: (target, value) => answers.get(key(target, value)) ?? environment.isTaken?.(target, value),
		});
		if (mapped.undecided.length === 0) return mapped;
		for (const { target, value } of mapped.undecided) {
			answers.set(key(target, value), await isTaken(target, value));
		}
	}
}

/** What one mapping of the set yields for a user; for a preview, in which one failure hides nothing else. */
export function evaluateMapping(
	compiled: Pick<CompiledMappings, "set">,
	one: CompiledMapping,
	source: Source,
	environment: MappingEnvironment = {},
): MappingOutcome {
	const { mapping, path } = one;
	try {
		const { value, dropped, redacted } = yieldOf(compiled, one, source, environment);
		if (dropped) return { type: "values", values: [] };
		const json = resolve(coerce(value, path, one.attribute), one, environment);
		const additive = value instanceof RoleValues && !value.assertive;
		return { type: "values", values: flowing(one, json, redacted, additive) };
	} catch (error) {
		if (error instanceof UniquenessUnknownError) {
			const { value, redacted } = error;
			return { type: "undecided", value, redacted };
		}
		if (error instanceof ExpressionError && error.code === "NullCondition")
			return { type: "values", values: [] };
		const user = labelOf(source.user);
		if (error instanceof Unfit) {
			const failure = new MappingFailure("AttributeValidationFailed", mapping.target, user, error.message);
			return { type: "failure", failure };
		}
		if (!(error instanceof ExpressionError)) throw error;
		const reason = `${error.message} (line ${error.line}, column ${error.column})`;
		const failure = new MappingFailure("ExpressionFailed", mapping.target, user, reason, error);
		return { type: "failure", failure };
	}
}

function plain(value: Value): Result {
	return { value, dropped: false, redacted: false };
}

function yieldOf(
	{ set }: Pick<CompiledMappings, "set">,
	{ mapping, expression }: CompiledMapping,
	source: Source,
	environment: MappingEnvironment,
): Result {
	if (expression !== null) {
		const { now, random, isTaken } = environment;
		return evaluate(expression, (name) => readSource(source, name), {
			...(now && { now }),
			...(random && { random }),
			isTaken: (value) => isTaken?.(mapping.target, value),
			strict: set.entraStrict,
		});
	}
	switch (mapping.source.type) {
		case "direct":
			return plain(readSource(source, mapping.source.attribute));
		case "constant":
			return plain(mapping.source.value);
		default:
			return plain(null);
	}
}

/** A reference names the account in the target, not the user in the source. */
function resolve(value: Json, { attribute }: CompiledMapping, { reference }: MappingEnvironment): Json {
	if (attribute?.type !== "Reference") return value;
	const account = (one: Json) => (typeof one === "string" ? (reference?.(one) ?? null) : one);
	return Array.isArray(value) ? value.map(account).filter((one) => one !== null) : account(value);
}

/** The values that flow: none, one, or for a null with a default both what creates and what clears. */
function flowing(
	{ mapping, path, attribute }: CompiledMapping,
	value: Json,
	redacted: boolean,
	additive: boolean,
): readonly MappedValue[] {
	const { target, source, defaultValue, apply, flowNull } = mapping;
	const creationOnly = apply === "creation";
	if (source.type !== "none" && !isNothing(value))
		return [{ target, value, redacted, creationOnly, onlyIfEmpty: false, attribute, additive }];
	const flow = { target, redacted, creationOnly, onlyIfEmpty: false, additive, attribute };
	const fallback = defaultValue === undefined ? null : coerce(defaultValue, path, attribute);
	if (source.type === "none")
		return fallback === null ? [] : [{ ...flow, value: fallback, onlyIfEmpty: true }];
	const values: MappedValue[] = [];
	if (fallback !== null) values.push({ ...flow, value: fallback, creationOnly: true });
	if (flowNull && !creationOnly) values.push({ ...flow, value: null });
	return values;
}

function isNothing(value: Json): boolean {
	return value === null || (Array.isArray(value) && value.length === 0);
}

function matchingValue(target: string, values: readonly MappedValue[]): readonly MatchingValue[] {
	const found = values.find((one) => one.target === target && one.value !== null);
	if (found === undefined) return [];
	const { value, redacted } = found;
	if (typeof value === "string") return value === "" ? [] : [{ target, value, redacted }];
	return typeof value === "number" || typeof value === "boolean"
		? [{ target, value: String(value), redacted }]
		: [];
}

function labelOf(user: SourceUser): string {
	const principalName = principalNameOf(user);
	const name = nameOf(user);
	return principalName === "" || principalName === name ? name : `${name} (${principalName})`;
}
