import { DateTime } from "../dates/date-time.ts";
import { parseDateTime } from "../dates/parse.ts";
import type { Node } from "../syntax/ast.ts";
import { attributesOf } from "../syntax/ast.ts";
import { EvaluationError, type EvaluationErrorCode, UniquenessUnknownError } from "../syntax/errors.ts";
import { placeInText } from "../syntax/literal.ts";
import type { Span } from "../syntax/span.ts";
import { parseInteger, parseNumber } from "../value/number.ts";
import { RoleAssignments } from "../value/roles.ts";
import type { Evaluator, Run } from "../value/run.ts";
import { isEmpty, isList, toText, type Value } from "../value/value.ts";

/** A call as compiled: its name for messages, its arguments and their positions. */
export type CompiledCall = {
	readonly name: string;
	readonly text: string;
	readonly span: Span;
	readonly nodes: readonly Node[];
	/** Undefined where the argument was left out. */
	readonly evaluators: readonly (Evaluator | undefined)[];
};

/** The maximum length of a string, so that nested calls can't fill the memory. In UTF-16 units. */
export const longestText = 1 << 20;

/**
 * The arguments of one call in one run. Each is evaluated when it is read, in the form that the caller asks for; a value that
 * doesn't have that form fails with an {@link EvaluationError} at the argument.
 */
export class Arguments {
	readonly run: Run;
	readonly #call: CompiledCall;

	constructor(call: CompiledCall, run: Run) {
		this.#call = call;
		this.run = run;
	}

	/** The number of arguments, including those left out. */
	get count(): number {
		return this.#call.nodes.length;
	}

	/** False for an argument that was left out or doesn't exist. */
	isGiven(index: number): boolean {
		return this.#call.evaluators[index] !== undefined;
	}

	/** The value unchanged; null if left out. */
	value(index: number): Value {
		return this.#call.evaluators[index]?.(this.run) ?? null;
	}

	/** One value, or null. A list of one counts as that one, an empty list as null. */
	single(index: number): Exclude<Value, readonly string[]> {
		const value = this.value(index);
		if (!isList(value)) return value;
		if (value.length > 1) {
			throw this.errorAt(
				index,
				"NotSingleValued",
				`${this.#call.name} takes one value here, but there are ${value.length}. Item picks one, Join combines them`,
			);
		}
		return value[0] ?? null;
	}

	/** The text of one value, or null. */
	textOrNull(index: number): string | null {
		const value = this.single(index);
		if (typeof value === "string" || value === null) return value;
		return toText(value);
	}

	/** The text of one value; null is `""`. */
	text(index: number): string {
		return this.textOrNull(index) ?? "";
	}

	/** The texts of a multi-valued or single value; null has none. */
	texts(index: number): readonly string[] {
		const value = this.value(index);
		if (value === null) return [];
		return isList(value) ? value : [toText(value)];
	}

	/** A number or the text of one; `fallback` when there is none. Fractions are truncated. */
	integer(index: number, fallback?: number): number {
		const value = this.single(index);
		if ((value === null || value === "") && fallback !== undefined) return fallback;
		const integer = Math.trunc(this.#number(index, value));
		return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, integer));
	}

	/** An integer of up to 64 bits. */
	bigInteger(index: number): bigint {
		const value = this.single(index);
		if (typeof value === "bigint") return value;
		if (typeof value === "string") {
			const integer = parseInteger(value);
			if (integer !== null) return integer;
		}
		return BigInt(Math.trunc(this.#number(index, value)));
	}

	#number(index: number, value: Value): number {
		if (typeof value === "number") return value;
		if (typeof value === "bigint") return Number(value);
		if (typeof value === "boolean") return value ? 1 : 0;
		const number = typeof value === "string" ? parseNumber(value) : null;
		if (number !== null) return number;
		throw this.errorAt(
			index,
			"NotANumber",
			`${this.#call.name} takes a number here, not ${described(value)}`,
		);
	}

	/** True, a number other than 0, or the text of one of these; null and `""` are false. */
	boolean(index: number): boolean {
		const value = this.single(index);
		if (typeof value === "boolean") return value;
		if (value === null || value === "") return false;
		if (typeof value === "number") return value !== 0;
		if (typeof value === "bigint") return value !== 0n;
		if (typeof value === "string") {
			const text = value.trim().toLowerCase();
			if (text === "true") return true;
			if (text === "false") return false;
			const number = parseNumber(text);
			if (number !== null) return number !== 0;
		}
		throw this.errorAt(
			index,
			"NotABoolean",
			`${this.#call.name} takes True or False here, not ${described(value)}`,
		);
	}

	/** A date-time, or null for a null or empty value. Text is read as `CDate` does. */
	dateTimeOrNull(index: number): DateTime | null {
		const value = this.single(index);
		if (value instanceof DateTime) return value;
		if (value === null || value === "") return null;
		const dateTime = typeof value === "string" ? parseDateTime(value, this.run.now()) : null;
		if (dateTime !== null) return dateTime;
		throw this.errorAt(index, "NotADate", `${this.#call.name} takes a date here, not ${described(value)}`);
	}

	/** The user's role assignments; none for a user without. */
	roles(index: number): RoleAssignments {
		const value = this.value(index);
		if (value instanceof RoleAssignments) return value;
		if (isEmpty(value)) return new RoleAssignments([]);
		throw this.errorAt(index, "NotRoleAssignments", `${this.#call.name} takes [appRoleAssignments] here`);
	}

	/** A bare word or text in lower case; null if left out. */
	word(index: number): string | null {
		const node = this.#call.nodes[index];
		return node?.kind === "word" ? node.name.toLowerCase() : this.text(index).toLowerCase() || null;
	}

	/** In a strict run, fails when the argument reads an attribute that is null or empty, as Entra's IIF does. */
	refuseNulls(index: number): void {
		const node = this.#call.nodes[index];
		if (this.run.environment.strict !== true || !node) return;
		for (const attribute of attributesOf(node)) {
			if (!isEmpty(this.run.read(attribute))) continue;
			throw this.errorAt(
				index,
				"NullCondition",
				`Entra fails a ${this.#call.name} whose condition reads an empty attribute, and [${attribute}] is empty; Switch can handle it`,
			);
		}
	}

	/** The failure of the whole call. */
	error(code: EvaluationErrorCode, message: string): EvaluationError {
		return new EvaluationError(code, message, this.#call.text, this.#call.span);
	}

	/** The failure of one argument. */
	errorAt(index: number, code: EvaluationErrorCode, message: string): EvaluationError {
		const span = this.#call.nodes[index] ?? this.#call.span;
		return new EvaluationError(code, message, this.#call.text, { start: span.start, end: span.end });
	}

	/**
	 * The failure of a constant, at the position in it. A computed string has no position and is personal data: its
	 * message is `computed`, since messages are logged and contain no values.
	 */
	errorInText(
		index: number,
		code: EvaluationErrorCode,
		problem: { readonly message: string; readonly offset: number | null },
		computed: string,
	): EvaluationError {
		const node = this.#call.nodes[index];
		if (node?.kind !== "text") return this.errorAt(index, code, computed);
		const { message, offset } = problem;
		const { text } = this.#call;
		return new EvaluationError(code, message, text, placeInText(text, node, offset));
	}

	/** The failure that asks for a lookup in the target. */
	uniquenessUnknown(index: number, value: string): UniquenessUnknownError {
		const { text, nodes, span } = this.#call;
		return new UniquenessUnknownError(value, this.run.redacted, text, nodes[index] ?? span);
	}

	/** Fails when a string of this length would be too long; called before it is made. */
	refuseLength(length: number): void {
		if (length <= longestText) return;
		throw this.error("ValueTooLong", `${this.#call.name} would yield more than ${longestText} characters`);
	}
}

/** A value in a message: kinds only, since values are personal data and messages are logged. */
function described(value: Value): string {
	if (value === null) return "null";
	if (typeof value === "string") return "this string";
	if (typeof value === "boolean") return "True or False";
	if (value instanceof DateTime) return "a date";
	if (value instanceof RoleAssignments) return "role assignments";
	return typeof value === "number" || typeof value === "bigint" ? "a number" : "this value";
}
