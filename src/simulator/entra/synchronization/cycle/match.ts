import type { JsonObject } from "../../../loopback/json.ts";
import { TargetFailure } from "../target/failure.ts";
import type { ScimTarget } from "../target/scim-target.ts";
import { text } from "./changes.ts";
import type { DesiredValue } from "./desired-values.ts";

/**
 * The account of a user: the matching attributes are asked for in their order, and the first with one account wins.
 * Rejects with a TargetFailure when several accounts match, or the user has no value to match by.
 */
export async function match(
	target: ScimTarget,
	endpoint: string,
	desired: readonly DesiredValue[],
): Promise<JsonObject | undefined> {
	const matching = desired
		.filter(({ mapping }) => mapping.matchingPriority > 0)
		.sort((a, b) => a.mapping.matchingPriority - b.mapping.matchingPriority);
	const usable = matching.filter(({ value }) => value !== null);
	if (usable.length === 0) {
		throw new TargetFailure("ImportSkipped", "The user has no value of the matching attribute.");
	}
	for (const { path, value } of usable) {
		const found = await target.find(endpoint, path.text, text(value));
		if (found.length > 1) {
			throw new TargetFailure(
				"DuplicateTargetEntries",
				`${found.length} objects of the target have the ${path.text} '${text(value)}'.`,
			);
		}
		const [account] = found;
		if (account) return account;
	}
	return undefined;
}
