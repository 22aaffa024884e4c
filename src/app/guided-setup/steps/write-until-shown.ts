import { DirectoryError } from "../../../ports/source/directory.ts";

/** Between two reads of something that is not replicated yet, ms, and how often. */
const replicaPauseMs = 5_000;
const replicaReads = 24;

/** How often something is written that is then not shown. */
const writeAttempts = 2;

/** Something that is written, and how it is read. */
export type Written<T> = {
	/** Can be repeated. */
	readonly write: () => Promise<void>;
	readonly read: () => Promise<T>;
	readonly isWritten: (read: T) => boolean;
	readonly pause: (look: number, ms: number) => Promise<void>;
	/** For messages: `the app roles`. */
	readonly what: string;
};

/**
 * Writes, and reads until replicas have it. When they do not show it in time, someone else may have written something else since, and it
 * is written once more. Returns what was read last. Rejects with `DirectoryError`.
 */
export async function writeUntilShown<T>({ write, read, isWritten, pause, what }: Written<T>): Promise<T> {
	for (let attempt = 1; attempt <= writeAttempts; attempt++) {
		await write();
		for (let look = 1; look <= replicaReads; look++) {
			const present = await read();
			if (isWritten(present)) return present;
			await pause(look, replicaPauseMs);
		}
	}
	throw new DirectoryError(
		"unavailable",
		`Microsoft Graph does not show ${what} that it accepted. Another run or admin may be changing the application.`,
	);
}
