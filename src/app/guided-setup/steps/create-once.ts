import { isOutcomeUnknown, lookUp } from "../../../entra/graph/lost-creation.ts";
import type { SetupParts } from "./setup-parts.ts";

type Run = {
	readonly parts: Pick<SetupParts, "creations" | "pause">;
	readonly signal: AbortSignal | undefined;
};

/** How often what an interrupted run may have created is looked for: it may have ended just before this one began. */
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
	const before = (await creations.isOpen(what)) ? await lookUp(find, { pause }, signal, looks) : undefined;
	if (before !== undefined) {
		await creations.end(what);
		return before;
	}
	await creations.begin(what);
	try {
		const created = await create();
		await creations.end(what);
		return created;
	} catch (error) {
		if (!isOutcomeUnknown(error)) await creations.end(what);
		throw error;
	}
}
