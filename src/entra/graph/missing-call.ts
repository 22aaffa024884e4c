import { GraphError } from "./graph-error.ts";

/** Whether a call failed because this cloud does not have it, or the caller may not use it. */
export function isMissingCall(error: unknown): boolean {
	if (!(error instanceof GraphError)) return false;
	const { status, detail } = error;
	return (
		[403, 404, 405, 501].includes(status) || (status === 400 && /not found for the segment/i.test(detail))
	);
}
