import { sourceAttribute } from "../../attributes/source-schema.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { errorMessage } from "../../text/error-message.ts";

/** Attributes that a mapping or the scope uses, and that the source cannot read: every cycle would fail. */
export class UnreadableAttributeError extends Error {
	override readonly name = "UnreadableAttributeError";
	readonly code = "unreadable-attribute";
}

/**
 * Refuses attributes that are not known and that the source cannot read for one user. Graph answers 400 to a `$select` of an attribute that does
 * not exist, so that such a mapping or scope makes every cycle fail. Known ones are not read.
 *
 * @param own names that only this source has, and those that the operator defined.
 * @throws UnreadableAttributeError
 */
export async function judgeAttributes(
	names: readonly string[],
	own: readonly string[],
	directory: () => Promise<Pick<Directory, "search">>,
): Promise<void> {
	const lower = new Set(own.map((name) => name.toLowerCase()));
	const unknown = names.filter(
		(name) => sourceAttribute(name) === undefined && !lower.has(name.toLowerCase()),
	);
	if (unknown.length === 0) return;
	try {
		await (await directory()).search("", 1, unknown);
	} catch (error) {
		const subject = unknown.length === 1 ? "The attribute" : "The attributes";
		throw new UnreadableAttributeError(
			`${subject} ${unknown.join(", ")} can't be read from the source, so this is not saved: ${errorMessage(error)}`,
			{ cause: error },
		);
	}
}
