import type { Value } from "./value.ts";

/**
 * The user that an expression reads: a record by attribute name, in which names are found in any case, or a resolver
 * that does its own looking up. What is undefined is null.
 */
export type Input = Readonly<Record<string, Value>> | ((attribute: string) => Value | undefined);

/** What an expression needs from its environment. */
export type Environment = {
	/** The time for `Now`. */
	readonly now?: () => Date;
	/** From 0 up to, not including, 1; for `Guid` and `RandomString`. By default of cryptographic quality. */
	readonly random?: () => number;
	/** Whether the target already has a value, for `SelectUniqueValue`; undefined when that must be looked up first. */
	readonly isTaken?: (value: string) => boolean | undefined;
	/** Fail where Entra does: an IIF whose condition reads a null or empty attribute yields nothing. */
	readonly strict?: boolean;
};

/** The result of one evaluation. */
export type Result = {
	readonly value: Value;
	/** `IgnoreFlowIfNullOrEmpty` took the attribute out of the flow: neither set nor cleared. The value is null. */
	readonly dropped: boolean;
	/** Whether `Redact` contributed to it: the value flows, logs show `[Redact]`. */
	readonly redacted: boolean;
};

/** What logs show in place of a redacted value. */
export const redactedText = "[Redact]";

/** Uniform in [0, 1) with 53 bits from the platform's secure generator. */
function secureRandom(): number {
	const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
	return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}

/** A running evaluation: its input, its environment, and the marks that functions leave on it. */
export class Run {
	readonly input: Input;
	readonly environment: Environment;
	dropped = false;
	redacted = false;

	constructor(input: Input, environment: Environment) {
		this.input = input;
		this.environment = environment;
	}

	/** The attribute's value; in a record, the exact name wins over one that differs in case. */
	read(attribute: string): Value {
		const input = this.input;
		if (typeof input === "function") return input(attribute) ?? null;
		if (Object.hasOwn(input, attribute)) return input[attribute] ?? null;
		for (const name of Object.keys(input)) {
			if (name.length === attribute.length && name.toLowerCase() === attribute.toLowerCase()) {
				return input[name] ?? null;
			}
		}
		return null;
	}

	now(): Date {
		return this.environment.now?.() ?? new Date();
	}

	/** An integer from 0 up to, not including, `below`. */
	randomInteger(below: number): number {
		return Math.floor((this.environment.random ?? secureRandom)() * below);
	}
}

/** Computes a value during a run. */
export type Evaluator = (run: Run) => Value;
