import { Argument, Option } from "commander";

/** One option of a command. `Value` is the value passed to the command; it includes undefined when the option may be absent. */
export type OptionSpec<Value> = {
	/** What commander parses and shows in `--help`. `flag` is written as typed, such as `--keep-scope`. */
	readonly build: (flag: string) => readonly Option[];
	/** The value passed to the command without the option. */
	readonly absent?: Value;
	/** Where `--help` lists it; under "Options" by default. */
	readonly heading?: string;
};

/** One positional argument of a command. */
export type ArgumentSpec<Value> = {
	readonly build: (name: string) => Argument;
	readonly absent?: Value;
};

export type Specs = Readonly<Record<string, OptionSpec<unknown> | ArgumentSpec<unknown>>>;

type ValueOf<Spec> = Spec extends { readonly absent?: infer Value } ? Value : never;

type Absentable<Each extends Specs> = {
	[Name in keyof Each]: undefined extends ValueOf<Each[Name]> ? Name : never;
}[keyof Each];

/** The values passed to a command for its options or arguments. Absent ones have no key. */
export type Given<Each extends Specs> = {
	readonly [Name in Exclude<keyof Each, Absentable<Each>>]: ValueOf<Each[Name]>;
} & { readonly [Name in Absentable<Each>]?: Exclude<ValueOf<Each[Name]>, undefined> };

/** `--json`: true or false. */
export function flag(help: string, ...conflicts: readonly string[]): OptionSpec<boolean> {
	return { build: (name) => [new Option(name, help).conflicts([...conflicts])], absent: false };
}

/** `--required` and `--no-required`: true, false, or undefined for neither. */
export function toggle(on: string, off: string): OptionSpec<boolean | undefined> {
	return {
		build: (name) => [new Option(name, on), new Option(name.replace("--", "--no-"), off)],
		absent: undefined,
	};
}

/** `--output <file>`: a string as typed. */
export function text(takes: string, help: string): OptionSpec<string | undefined> {
	return { build: (name) => [new Option(`${name} <${takes}>`, help)], absent: undefined };
}

/** `--taken <value...>`: one or more strings. */
export function texts(takes: string, help: string): OptionSpec<readonly string[] | undefined> {
	return { build: (name) => [new Option(`${name} <${takes}...>`, help)], absent: undefined };
}

/** `--retry [user...]`: true without a string. */
export function optionalTexts(takes: string, help: string): OptionSpec<true | readonly string[] | undefined> {
	return { build: (name) => [new Option(`${name} [${takes}...]`, help)], absent: undefined };
}

/** A string that `parse` reads. `parse` throws `UsageError`, which names `flag`. */
export function parsed<Value>(
	takes: string,
	help: string,
	parse: (text: string, flag: string) => Value,
): OptionSpec<Value | undefined> {
	return {
		build: (name) => [new Option(`${name} <${takes}>`, help).argParser((given) => parse(given, name))],
		absent: undefined,
	};
}

/** The same option, without which the command does not run. */
export function required<Value>({ build }: OptionSpec<Value | undefined>): OptionSpec<Value> {
	return { build: (name) => build(name).map((option) => option.makeOptionMandatory()) };
}

/** `--type <type>`: one of these. */
export function choice<const Choice extends string>(
	takes: string,
	help: string,
	choices: readonly Choice[],
): OptionSpec<Choice | undefined> {
	return {
		build: (name) => [new Option(`${name} <${takes}>`, help).choices(choices)],
		absent: undefined,
	};
}

/** `--status <status...>`: one or more of these. */
export function choicesOf<const Choice extends string>(
	takes: string,
	help: string,
	choices: readonly Choice[],
): OptionSpec<readonly Choice[] | undefined> {
	return {
		build: (name) => [new Option(`${name} <${takes}...>`, help).choices(choices)],
		absent: undefined,
	};
}

/** The same option with a value for when it is absent, which `--help` shows. */
export function withDefault<Value extends string>(
	{ build }: OptionSpec<Value | undefined>,
	value: Value,
): OptionSpec<Value> {
	return { build: (name) => build(name).map((option) => option.default(value)), absent: value };
}

/** `<user>`: a positional argument that the command needs. */
export function argument(help: string): ArgumentSpec<string> {
	return { build: (name) => new Argument(`<${name}>`, help) };
}

/** `[file]`: a positional argument that may be left out. */
export function optionalArgument(help: string): ArgumentSpec<string | undefined> {
	return { build: (name) => new Argument(`[${name}]`, help), absent: undefined };
}

/** `<side>`: one of these. */
export function argumentOf<const Choice extends string>(
	help: string,
	choices: readonly Choice[],
): ArgumentSpec<Choice> {
	return { build: (name) => new Argument(`<${name}>`, help).choices(choices) };
}

/** `[side]`: one of these, or nothing. */
export function optionalArgumentOf<const Choice extends string>(
	help: string,
	choices: readonly Choice[],
): ArgumentSpec<Choice | undefined> {
	return { build: (name) => new Argument(`[${name}]`, help).choices(choices), absent: undefined };
}
