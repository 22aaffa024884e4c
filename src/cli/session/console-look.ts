import {
	type ConsolePreferences,
	readPreferences,
	savePreferences,
} from "../../config/console-preferences.ts";
import { ConfigError } from "../../config/errors/config-error.ts";
import { type Home, resolveHome } from "../../config/home.ts";
import { backgroundOfVariable } from "../../tui/terminal/background.ts";
import { isUtf8Locale } from "../../tui/terminal/utf8-locale.ts";
import { type Appearance, createAppearance } from "../../tui/theme/appearance.ts";
import { colorCount, refusesColor } from "../../tui/theme/color-count.ts";
import { givenLook, type LookFlags } from "../options/console-options.ts";

type Flags = LookFlags & { readonly home?: string | undefined };

/** What is saved, and what is wrong with it: the console also opens when its appearance cannot be read. */
function saved(home: Home): { readonly chosen: ConsolePreferences; readonly problem: string | null } {
	try {
		return { chosen: readPreferences(home), problem: null };
	} catch (error) {
		if (error instanceof ConfigError) return { chosen: {}, problem: error.message };
		throw error;
	}
}

/**
 * How the console looks: by flags, then variables, then what is saved, then the terminal and its locale.
 * A theme that is named overrides NO_COLOR, as https://no-color.org asks for.
 *
 * @throws UsageError for the value of a variable, ConfigError when no home is known
 */
export function consoleLook(flags: Flags, env: NodeJS.ProcessEnv): Appearance {
	const home = resolveHome(flags.home, env);
	const { chosen, problem } = saved(home);
	const background = backgroundOfVariable(env.COLORFGBG);
	return createAppearance({
		needsAscii: !isUtf8Locale(env),
		...chosen,
		...givenLook(flags, env),
		...(background === undefined ? {} : { background }),
		colorCount: colorCount(env),
		refusesColor: refusesColor(env),
		problem,
		save: (changed) => savePreferences(home, changed),
	});
}
