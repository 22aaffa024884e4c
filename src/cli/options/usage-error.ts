/** A wrong call; the message names the flag and what it takes. Ends the process with exit code 2. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}
