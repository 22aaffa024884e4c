import { RemediableError } from "../../../ports/errors/remediable-error.ts";
import type { FailedStartParts } from "./record-failed-start.ts";

/**
 * Does what must succeed before a cycle starts, such as opening the source. When that is refused, as for a file that was moved, no cycle
 * can start: that is recorded as a failed cycle, so that it stays visible like one, and the error is thrown.
 */
export function recordingFailedStart<Given extends readonly unknown[], Opened>(
	open: (...given: Given) => Promise<Opened>,
	parts: FailedStartParts,
): (...given: Given) => Promise<Opened> {
	return async (...given) => {
		try {
			return await open(...given);
		} catch (error) {
			// Others are not about the source: the profile was closed, or the store cannot be written.
			if (error instanceof RemediableError) {
				const { recordFailedStart } = await import("./record-failed-start.ts");
				await recordFailedStart(error, parts);
			}
			throw error;
		}
	};
}
