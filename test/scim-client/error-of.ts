import { ScimError } from "../../src/scim/errors.ts";

/** The `ScimError` that the work rejects with. */
export async function errorOf(work: Promise<unknown>): Promise<ScimError> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof ScimError)) throw new Error(`Expected a ScimError, got ${String(error)}`);
	return error;
}
