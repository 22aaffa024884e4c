import { type OptionSpec, parsed } from "./option.ts";
import { UsageError } from "./usage-error.ts";

/** `--limit <entries>`: a whole number of at least `min`. */
export function wholeNumber(takes: string, help: string, min: 0 | 1 = 1): OptionSpec<number | undefined> {
	return parsed(takes, help, (text, flag) => {
		const value = Number(text);
		if (text.trim() !== "" && Number.isSafeInteger(value) && value >= min) return value;
		throw new UsageError(`${flag} takes a whole number of at least ${min}, not "${text}".`);
	});
}
