/** A write was not sent, since the work was to stop before it. `cause`: why. */
export class StoppedWriteError extends Error {
	override readonly name = "StoppedWriteError";

	constructor(cause: unknown) {
		super("The write was not sent: the work stops.", { cause });
	}
}

/** Why the work stops, where that is what the error is about; otherwise the error. */
export function reasonBehind(error: unknown): unknown {
	return error instanceof StoppedWriteError ? error.cause : error;
}
