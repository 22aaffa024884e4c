import { UsageError } from "./errors/usage-error.ts";
import { type Option, optionName, type PlainOption, type SecretOption } from "./settings/option.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from: a flag overrides the environment. */
export type Origin = "flag" | "environment";

export type Given = { readonly value: string; readonly origin: Origin };

/** The options given by flags and environment. An empty variable counts as not set. */
export class GivenOptions {
	readonly #flags: Readonly<Record<string, unknown>>;
	readonly #env: Environment;

	/** @param flags as parsed by commander, by option name. */
	constructor(flags: object, env: Environment) {
		this.#flags = { ...flags };
		this.#env = env;
	}

	/** The value of an option, if there is one. */
	get(option: PlainOption): Given | undefined {
		const flag = this.#flag(option);
		if (flag !== undefined) return { value: flag, origin: "flag" };
		const value = this.variable(option.variable);
		return value === undefined ? undefined : { value, origin: "environment" };
	}

	value(option: PlainOption): string | undefined {
		return this.get(option)?.value;
	}

	/** The flag or variable that a value comes from, in words; undefined when neither is given. */
	origin(option: Option): string | undefined {
		if (this.#flag(option) !== undefined) return option.flag;
		return this.variable(option.variable) === undefined ? undefined : option.variable;
	}

	/** A secret, from the variable that the flag names, otherwise from the option's own variable. */
	secret(option: SecretOption): Given | undefined {
		const named = this.#flag(option);
		if (named === undefined) {
			const value = this.variable(option.variable);
			return value === undefined ? undefined : { value, origin: "environment" };
		}
		const value = this.variable(named);
		if (value === undefined) {
			// A secret given by mistake instead of a name must not appear in a message.
			const what = /^[A-Z_][A-Z0-9_]{0,63}$/.test(named)
				? `the variable ${named}, which is not set`
				: "no variable that is set";
			throw wrong(
				option,
				`names ${what}: it takes the name of the environment variable that holds the secret`,
			);
		}
		return { value, origin: "flag" };
	}

	/** A variable that is set and not empty. */
	variable(name: string): string | undefined {
		const value = Object.hasOwn(this.#env, name) ? this.#env[name]?.trim() : undefined;
		return value === "" ? undefined : value;
	}

	#flag(option: Option): string | undefined {
		const value = this.#flags[optionName(option)];
		return typeof value === "string" ? value : undefined;
	}
}

/** An option as messages name it: `--interval (or SUMO_PROVISION_INTERVAL)`. */
export function spelled({ flag, variable }: Option): string {
	return `${flag} (or ${variable})`;
}

/** Reports what is wrong with an option: `--interval (or SUMO_PROVISION_INTERVAL) must be …`. */
export function wrong(option: Option, message: string): UsageError {
	return new UsageError(option.flag, option.variable, `${spelled(option)} ${message}.`);
}
