import type { Remedy } from "./remedy.ts";

/** An error whose remedy console and command line each render in their own words. */
export class RemediableError extends Error {
	override readonly name: string = "RemediableError";
	readonly remedy: Remedy;

	constructor(message: string, remedy: Remedy, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.remedy = remedy;
	}
}

/** The remedy of an error of any kind. */
export function remedyOf(error: unknown): Remedy | null {
	return error instanceof RemediableError ? error.remedy : null;
}
