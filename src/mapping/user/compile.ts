import { graphAttributes } from "../../attributes/source-schema.ts";
import {
	standardTargets,
	type TargetAttribute,
	type TargetList,
	writtenPath,
} from "../../attributes/target-schema.ts";
import {
	attributesOf,
	type Compiled as CompiledExpression,
	compile as compileExpression,
	ExpressionError,
	redactedAttributes as redactedIn,
} from "../../expression/index.ts";
import { PathError, type TargetPath } from "../../scim/path.ts";
import { describedElement } from "../../scim/value-filter.ts";
import type { AttributeMapping } from "../definition/attribute-mapping.ts";
import { type MappingSet, targetsOf } from "../definition/mapping-set.ts";
import { MappingError } from "./errors.ts";

/** A mapping whose path and expression are parsed. */
export type CompiledMapping = {
	readonly mapping: AttributeMapping;
	readonly path: TargetPath;
	/** What the attribute list says of the target; null for one that is not in it. */
	readonly attribute: TargetAttribute | null;
	/** Present for the type `expression`. */
	readonly expression: CompiledExpression | null;
};

/** A mapping set, parsed once and evaluated for many users. */
export type CompiledMappings = {
	readonly set: MappingSet;
	readonly mappings: readonly CompiledMapping[];
	/** The matching ones, in order of precedence. */
	readonly matching: readonly CompiledMapping[];
	readonly targets: TargetList;
};

/** Parses every path and expression. Throws `MappingError` for the first that is wrong. */
export function compileMappings(set: MappingSet): CompiledMappings {
	const targets = targetsOf(set);
	const mappings = set.mappings.map((mapping) => compileMapping(mapping, targets));
	const precedence = ({ mapping }: CompiledMapping) => mapping.matchingPrecedence ?? 0;
	const matching = mappings
		.filter(({ mapping }) => mapping.matchingPrecedence !== undefined)
		.sort((left, right) => precedence(left) - precedence(right));
	return { set, mappings, matching, targets };
}

/** Parses one mapping; `targets` is the attribute list of its set. Throws `MappingError`. */
export function compileMapping(mapping: AttributeMapping, targets = standardTargets): CompiledMapping {
	const { source } = mapping;
	const path = compilePath(mapping.target);
	return {
		mapping,
		path,
		attribute: targets.find(path) ?? null,
		expression: source.type === "expression" ? compileText(mapping.target, source.expression) : null,
	};
}

/** The attributes to read from the directory, under Graph's names; each once. */
export function sourceAttributes(compiled: Pick<CompiledMappings, "mappings">): readonly string[] {
	return graphAttributes(compiled.mappings.flatMap(attributesRead));
}

/** The attributes that a `Redact` reads, under Graph's names in lower case: who shows a user's attributes leaves their values out. */
export function redactedAttributes({ mappings }: CompiledMappings): ReadonlySet<string> {
	const names = mappings.flatMap(({ expression }) => [
		...(expression ? redactedIn(expression.ast.root) : []),
	]);
	return new Set(graphAttributes(names).map((name) => name.toLowerCase()));
}

/** The attributes that one mapping reads, as it names them. */
export function attributesRead({ mapping, expression }: CompiledMapping): readonly string[] {
	if (expression !== null) return attributesOf(expression.ast.root);
	return mapping.source.type === "direct" ? [mapping.source.attribute] : [];
}

function compilePath(target: string): TargetPath {
	try {
		const path = writtenPath(target);
		if (path.filter !== null && describedElement(path.filter) === undefined) {
			const offset = target.indexOf("[");
			const problem = 'a target\'s filter says what a new element looks like: use "eq" and "and" only';
			throw new MappingError("undetermined-path", target, problem, placeIn(target, offset));
		}
		return path;
	} catch (error) {
		if (!(error instanceof PathError)) throw error;
		const place = placeIn(target, error.position);
		throw new MappingError("invalid-path", target, error.problem, place, error);
	}
}

function compileText(target: string, text: string): CompiledExpression {
	try {
		return compileExpression(text);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		const { offset, line, column } = error;
		const place = { offset, line, column, caret: error.caret(text) };
		throw new MappingError("invalid-expression", target, error.message, place, error);
	}
}

function placeIn(path: string, offset: number) {
	return { offset, line: 1, column: offset + 1, caret: `${path}\n${" ".repeat(offset)}^` };
}
