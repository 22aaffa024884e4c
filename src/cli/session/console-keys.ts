import { ConfigError } from "../../config/errors/config-error.ts";
import { resolveHome } from "../../config/home.ts";
import { keyFilePath, readKeyFileText } from "../../config/key-file.ts";
import { cleanText } from "../../text/clean-text.ts";

/** Uses the keys of the file in the home. Returns what is wrong with it, a line each: keys are no reason not to open the console. */
export async function applyKeyFile(
	homeFlag: string | undefined,
	env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
	const home = resolveHome(homeFlag, env);
	try {
		const text = readKeyFileText(home);
		if (text === undefined) return [];
		const { loadKeys, problemLines } = await import("../../tui/load-keys.ts");
		return problemLines(keyFilePath(home), await loadKeys(text)).map((line) => cleanText(line));
	} catch (error) {
		if (error instanceof ConfigError) return [error.message];
		throw error;
	}
}
