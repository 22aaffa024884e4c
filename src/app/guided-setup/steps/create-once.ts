import { DirectoryError } from "../../../ports/source/directory.ts";
import type { SetupParts } from "./setup-parts.ts";

type Run = {
	readonly parts: Pick<SetupParts, "creations" | "pause">;
	readonly signal: AbortSignal | undefined;
};

/** Between two looks for what may have been created, ms, and how often. */
const lookPauseMs = 5_000;
const looks = 8;

/**
 * Creates something that a second request would create again. If an earlier run was interrupted while it created the same, what it
 * may have created is looked for first, since lists of Entra can lack it for some time.
 *
 * @param what names it within the tenant
 * @param find undefined: it is not visible
 */
export async function createOnce<T>(
	{ parts: { creations, pause }, signal }: Run,
	what: string,
	find: () => Promise<T | undefined>,
	create: () => Promise<T>,
): Promise<T> {
	if (await creations.isOpen(what))
		for (let look = 1; look <= looks; look++) {
			const found = await find();
			if (found !== undefined) {
				await creations.end(what);
				return found;
			}
			await pause(look, lookPauseMs, signal);
		}
	await creations.begin(what);
	try {
		const created = await create();
		await creations.end(what);
		return created;
	} catch (error) {
		const isRefused = error instanceof DirectoryError && !["network", "unavailable"].includes(error.code);
		if (isRefused) await creations.end(what);
		throw error;
	}
}
