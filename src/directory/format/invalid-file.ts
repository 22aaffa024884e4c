import { DirectoryError, type SourcePlace } from "../../ports/source/directory.ts";

/** An error in the content of a file; `what` begins with the position. */
export function invalidFile(name: string, what: string, place: SourcePlace | null = null): DirectoryError {
	return new DirectoryError("invalid", `${name}: ${what}.`, undefined, undefined, place);
}
