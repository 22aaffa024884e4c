import { consoleOptions, isThemeName, type ThemeName, themeNames } from "../../config/settings/console.ts";
import { choice, type Given, type OptionSpec, toggle } from "./option.ts";
import { UsageError } from "./usage-error.ts";

const { theme, ascii, reducedMotion, mouse } = consoleOptions;
const heading = "Look of the console (flags override variables, which override what is saved):";

function switchSpec({ on, off, variable }: (typeof consoleOptions)["ascii" | "reducedMotion" | "mouse"]) {
	return { ...toggle(`${on} (${variable})`, off), heading };
}

const themeOption: OptionSpec<ThemeName | undefined> = {
	...choice(theme.takes, `${theme.help} (${theme.variable})`, themeNames),
	heading,
};

/** How the console looks. */
export const lookOptions = {
	theme: themeOption,
	ascii: switchSpec(ascii),
	reducedMotion: switchSpec(reducedMotion),
	mouse: switchSpec(mouse),
};

export type LookFlags = Given<typeof lookOptions>;

/**
 * The look that flags and variables give. An empty variable counts as not set.
 *
 * @throws UsageError for a variable with another value
 */
export function givenLook(flags: LookFlags, env: NodeJS.ProcessEnv): LookFlags {
	const named = flags.theme ?? (env[theme.variable] || undefined);
	if (named !== undefined && !isThemeName(named))
		throw new UsageError(`${theme.variable} must be one of ${themeNames.join(", ")}.`);
	const given = {
		ascii: flags.ascii ?? switchOf(ascii.variable, env),
		reducedMotion: flags.reducedMotion ?? switchOf(reducedMotion.variable, env),
		mouse: flags.mouse ?? switchOf(mouse.variable, env),
	};
	return {
		...(named === undefined ? {} : { theme: named }),
		...(given.ascii === undefined ? {} : { ascii: given.ascii }),
		...(given.reducedMotion === undefined ? {} : { reducedMotion: given.reducedMotion }),
		...(given.mouse === undefined ? {} : { mouse: given.mouse }),
	};
}

const words: Readonly<Record<string, boolean>> = {
	"1": true,
	true: true,
	on: true,
	yes: true,
	"0": false,
	false: false,
	off: false,
	no: false,
};

function switchOf(variable: string, env: NodeJS.ProcessEnv): boolean | undefined {
	const word = env[variable] ?? "";
	if (word === "") return undefined;
	const value = words[word.toLowerCase()];
	if (value === undefined) throw new UsageError(`${variable} must be true or false.`);
	return value;
}
