import { join } from "node:path";
import { isObject } from "../text/is-object.ts";
import { ConfigError } from "./errors/config-error.ts";
import type { Home } from "./home.ts";
import { readPreferenceText, writePreferenceJson } from "./json/preference-file.ts";
import { isThemeName, type ThemeName } from "./settings/console.ts";

/** What one user chose for the console, for all profiles. Absent: not chosen. */
export type ConsolePreferences = {
	readonly theme?: ThemeName;
	readonly ascii?: boolean;
	readonly reducedMotion?: boolean;
	readonly mouse?: boolean;
};

/** The file of the console's own preferences. */
export function preferencesFile(home: Home): string {
	return join(home.config, "console.json");
}

/**
 * The saved preferences; none without a file. Synchronous, and checked without zod: the first frame needs them, and nothing else in it needs
 * zod. Keys and values that this version does not know count as not chosen: they only concern how the console looks.
 *
 * @throws ConfigError for a file that cannot be read or is not JSON
 */
export function readPreferences(home: Home): ConsolePreferences {
	const { theme, ascii, reducedMotion, mouse } = readFile(preferencesFile(home));
	return {
		...(isThemeName(theme) ? { theme } : {}),
		...(typeof ascii === "boolean" ? { ascii } : {}),
		...(typeof reducedMotion === "boolean" ? { reducedMotion } : {}),
		...(typeof mouse === "boolean" ? { mouse } : {}),
	};
}

/**
 * Saves what changed; the other keys of the file stay.
 *
 * @throws ConfigError for a file that cannot be read or written
 */
export async function savePreferences(home: Home, changed: ConsolePreferences): Promise<void> {
	const file = preferencesFile(home);
	await writePreferenceJson(file, { ...readFile(file), ...changed });
}

function readFile(file: string): Readonly<Record<string, unknown>> {
	const text = readPreferenceText(file);
	if (text === undefined) return {};
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch (error) {
		throw new ConfigError("invalid", `${file} is not JSON. Correct it, or remove it to start over.`, error);
	}
	if (!isObject(content))
		throw new ConfigError("invalid", `${file} is not a JSON object. Correct it, or remove it to start over.`);
	return content;
}
