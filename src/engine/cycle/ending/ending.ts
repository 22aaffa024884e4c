import type { ProvisioningError } from "../../../ports/errors/error-code.ts";
import type { CycleSummary } from "../../../ports/event.ts";
import { LeaseLostError } from "../../../ports/store/lease.ts";
import { ScimError } from "../../../scim/errors.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { classifyError } from "../../errors/classify-error.ts";
import { provisioningError } from "../../errors/error-catalog.ts";
import { answered } from "../../errors/refusals.ts";
import { endOfPause, pauseWords } from "../schedule/pause.ts";
import { QuarantineError } from "../schedule/quarantine.ts";
import { allUsers, cycleError } from "./failed-cycle.ts";
import { SwitchedOffError } from "./others-changes.ts";

/** Why and how a cycle ended. */
export type Ending = { readonly outcome: "completed" } | EarlyEnding;

/** The ending of a cycle that did not complete. */
export type EarlyEnding =
	/** `words`: why it was stopped. */
	| { readonly outcome: "interrupted"; readonly words: string }
	/** `until`: when the target accepts requests again, milliseconds since 1970; null when unknown. */
	| { readonly outcome: "paused"; readonly words: string; readonly until: number | null }
	| { readonly outcome: "failed" | "quarantined"; readonly error: ProvisioningError };

/**
 * What an exception means for the cycle.
 *
 * @param signal aborted when the cycle was stopped
 * @param now milliseconds since 1970
 */
export function endingOf(error: unknown, signal: AbortSignal, now: number): EarlyEnding {
	if (signal.aborted) return { outcome: "interrupted", words: errorMessage(signal.reason) };
	if (error instanceof LeaseLostError || error instanceof SwitchedOffError)
		return { outcome: "interrupted", words: errorMessage(error) };
	if (error instanceof ScimError && error.pause !== undefined) {
		const until = endOfPause(error.pause, now);
		return { outcome: "paused", words: pauseWords(error, until), until };
	}
	const earned = quarantineFor(error);
	return earned === null
		? { outcome: "failed", error: cycleError(error) }
		: { outcome: "quarantined", error: earned };
}

/** What the summary shows of an ending. */
export function shownOf(ending: Ending): Pick<CycleSummary, "error" | "remedy"> {
	if (ending.outcome === "completed") return { error: null, remedy: null };
	if (ending.outcome === "interrupted") return { error: ending.words, remedy: null };
	if (ending.outcome === "paused") return { error: ending.words, remedy: { type: "wait" } };
	return { error: ending.error.reason, remedy: ending.error.remedy };
}

/** The quarantine after an exception: immediate for refused credentials, at the end of the cycle for too many failures. */
function quarantineFor(error: unknown): ProvisioningError | null {
	if (error instanceof QuarantineError) return provisioningError(error.code, error.message);
	if (!(error instanceof ScimError) || error.code !== "unauthorized") return null;
	const said = answered(error.detail);
	return {
		...classifyError(error, allUsers),
		reason: `The target refuses the access key, so the cycle ended.${said}`,
	};
}
