/** One of the values that a setting accepts. */
export type Choice<Value extends string = string> = { readonly value: Value; readonly label: string };

/** The values of a setting: how they are validated, read from text, and written as text. */
export type ValueType<Value = unknown> = {
	/** Undefined: absent from the stored profile. */
	readonly default: Value;
	/** The accepted values, to follow "it must be". */
	readonly range: string;
	/** The same for the stored file, if different. */
	readonly storedRange?: string;
	/** Absent: free text. */
	readonly choices?: readonly Choice[];
	/** What is wrong with a value that `is` rejects, to follow "it", if there is more to report than the range. */
	readonly problem?: (value: unknown) => string | undefined;
	/** Set when a value may be private, so that no message quotes it. */
	readonly isPrivate?: boolean;
	readonly is: (value: unknown) => value is Value;
	/** The value of a text. For an invalid text, something that `is` rejects. */
	readonly parse: (text: string) => unknown;
	/** The value as editable text; empty for a value of another type. */
	readonly text: (value: unknown) => string;
};

/** What is wrong with a value that a type rejects, to follow "it". */
export function refusal({ problem, range }: ValueType, value: unknown): string {
	return problem?.(value) ?? `must be ${range}`;
}

type Bounds = {
	readonly default: number;
	readonly min: number;
	readonly max?: number;
	readonly range: string;
	/** A word for zero, such as `off`; the digit is then rejected. */
	readonly zero?: string;
};

/** A whole number within bounds. */
export function wholeNumber(bounds: Bounds): ValueType<number> {
	return numberType(bounds, Number.isSafeInteger);
}

/** A number within bounds, with or without a fraction. */
export function anyNumber(bounds: Bounds): ValueType<number> {
	return numberType(bounds, Number.isFinite);
}

function numberType(
	{ default: usual, min, max = Number.MAX_SAFE_INTEGER, range, zero }: Bounds,
	isNumber: (value: unknown) => boolean,
): ValueType<number> {
	return {
		default: usual,
		range,
		is: (value): value is number =>
			typeof value === "number" && isNumber(value) && value >= min && value <= max,
		parse(text) {
			const trimmed = text.trim();
			if (zero !== undefined && trimmed === zero) return 0;
			const value = trimmed === "" ? Number.NaN : Number(trimmed);
			return zero !== undefined && value === 0 ? Number.NaN : value;
		},
		text: (value) => (zero !== undefined && value === 0 ? zero : String(value)),
	};
}

/** One of a few words. */
export function oneOf<const Value extends string>(
	usual: NoInfer<Value>,
	choices: readonly Choice<Value>[],
): ValueType<Value> {
	const words = choices.map(({ value }) => value);
	return {
		default: usual,
		range: `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
		choices,
		is: (value): value is Value => words.some((word) => word === value),
		parse: (text) => text.trim(),
		text: String,
	};
}

/** On or off. */
export function onOrOff(usual: boolean): ValueType<boolean> {
	return {
		default: usual,
		range: "on or off",
		storedRange: "true or false",
		choices: [
			{ value: "on", label: "on" },
			{ value: "off", label: "off" },
		],
		is: (value) => typeof value === "boolean",
		parse: (text) => ({ on: true, off: false })[text.trim()],
		text: (value) => (value === true ? "on" : "off"),
	};
}

/**
 * An optional string. An empty string means none.
 *
 * @param accepts whether a text is valid.
 * @param problem what is wrong with an invalid one, if there is more to report than the range.
 * @param read what is stored for a typed text.
 */
export function optionalText({
	range,
	accepts,
	problem = () => undefined,
	read = (text) => text,
	isPrivate = false,
}: {
	readonly range: string;
	readonly accepts: (text: string) => boolean;
	readonly problem?: (text: string) => string | undefined;
	readonly read?: (text: string) => string;
	readonly isPrivate?: boolean;
}): ValueType<string | undefined> {
	return {
		default: undefined,
		range,
		problem: (value) => (typeof value === "string" ? problem(value) : undefined),
		isPrivate,
		is: (value): value is string | undefined =>
			value === undefined || (typeof value === "string" && accepts(value)),
		parse: (text) => (text.trim() === "" ? undefined : read(text.trim())),
		text: (value) => (typeof value === "string" ? value : ""),
	};
}
