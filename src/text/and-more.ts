import { thousands } from "./thousands.ts";

/**
 * Names in a sentence, and how many more there are: `Ada, Bob and 2 more`.
 *
 * @param total the number of all, of which `names` are the first
 */
export function andMore(names: readonly string[], total: number): string {
	const more = total - names.length;
	return more > 0 ? `${names.join(", ")} and ${thousands(more)} more` : names.join(", ");
}
