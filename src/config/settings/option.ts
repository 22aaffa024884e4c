/** A command-line flag and its environment variable. */
type Named<Flag extends string> = {
	/** `--interval` */
	readonly flag: Flag;
	/** `SUMO_PROVISION_INTERVAL` */
	readonly variable: string;
	/** The placeholder of its value in `--help`: `minutes`. */
	readonly takes: string;
	/** What it does, as `--help` shows it. */
	readonly help: string;
};

/** An option whose flag takes the value itself. */
export type PlainOption<Flag extends string = string> = Named<Flag> & {
	readonly secret?: never;
	/** Set when one option sets several settings. */
	readonly several?: {
		/** The accepted values, to follow "must be". */
		readonly range: string;
		/** The values by path in the stored profile; undefined when the text cannot be read. */
		readonly parse: (text: string) => Readonly<Record<string, unknown>> | undefined;
	};
};

/**
 * An option for a secret. Flags show in the process list, so its flag names the environment variable that holds the
 * secret; without the flag, `variable` holds it.
 */
export type SecretOption<Flag extends string = string> = Named<Flag> & { readonly secret: true };

export type Option<Flag extends string = string> = PlainOption<Flag> | SecretOption<Flag>;

/** Describes an option; its flag keeps its literal type. */
export function option<const Flag extends `--${string}`>(one: PlainOption<Flag>): PlainOption<Flag> {
	return one;
}

export function secretOption<const Flag extends `--${string}`>(
	one: Omit<SecretOption<Flag>, "secret">,
): SecretOption<Flag> {
	return { ...one, secret: true };
}

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Rest}`
	? `${Head}${Capitalize<CamelCase<Rest>>}`
	: Name;

/** The name that commander uses for the value of a flag: `tokenEnv` for `--token-env`. */
export type OptionName<Flag extends string> = Flag extends `--${infer Name}` ? CamelCase<Name> : never;

/** The same at run time. */
export function optionName({ flag }: Option): string {
	return flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
