import { DirectoryError } from "../ports/directory.ts";

/** What is wrong with the content of a file; `what` begins with the place. */
export function invalidFile(name: string, what: string): DirectoryError {
	return new DirectoryError("invalid", `${name}: ${what}.`);
}
