/** The store failed: full disk, read-only, newer or older version, corrupt. The message names the file and gives the fix. */
export class StoreError extends Error {
	override readonly name = "StoreError";
	readonly code: "full" | "read-only" | "newer-version" | "older-version" | "corrupt" | "busy" | "failed";

	constructor(code: StoreError["code"], message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
	}
}
