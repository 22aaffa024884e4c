import { asSentence } from "../../../text/as-sentence.ts";
import { keyFor } from "../../keys/key-table.ts";

/** Why something could not be read, and the key that reads it again; null for null. */
export function readAgain(failed: string | null): string | null {
	if (failed === null) return null;
	return `${asSentence(failed)} Press ${keyFor("refresh")} to read again.`;
}
