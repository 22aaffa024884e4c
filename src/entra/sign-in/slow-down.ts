import { HttpFailure } from "../../http/http-failure.ts";
import { type HttpClient, type Refusal, withSignal } from "./transport.ts";

/** How much longer to wait between two requests, ms (RFC 8628 §3.5). */
const moreMs = 5_000;

/** What says that the person has not signed in yet. */
const pending = JSON.stringify({
	error: "authorization_pending",
	error_description: "The sign-in is pending.",
});

export type SlowingDownParts = {
	readonly httpClient: HttpClient;
	/** What the last request was refused with. */
	readonly refusal: () => Refusal | undefined;
	readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

/** Requests in a row that may go without an answer before the sign-in ends: the person would need another code. */
const maxUnanswered = 5;

/**
 * Asks for the token of a device code less often after each `slow_down`, and after a request that failed on the way or in the service.
 * Entra does not document `slow_down`, and MSAL ends the sign-in with either, so it gets `authorization_pending` in their place.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.5
 */
export function slowingDown({ httpClient, refusal, pause }: SlowingDownParts): HttpClient {
	let extraMs = 0;
	let unanswered = 0;
	const ask: HttpClient["sendRequest"] = async (request) => {
		try {
			const answer = await httpClient.sendRequest(request);
			const isFailure = answer.status >= 500 || answer.status === 429;
			unanswered = isFailure ? unanswered + 1 : 0;
			const mustWait = isFailure ? unanswered < maxUnanswered : refusal()?.error === "slow_down";
			if (!mustWait) return answer;
			extraMs += moreMs;
			return { ...answer, status: 400, bodyAsText: pending };
		} catch (error) {
			unanswered++;
			if (!(error instanceof HttpFailure) || unanswered >= maxUnanswered) throw error;
			extraMs += moreMs;
			return { request, status: 400, headers: request.headers, bodyAsText: pending };
		}
	};
	return {
		async sendRequest(request) {
			const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
			if (!form.has("device_code")) {
				extraMs = 0;
				unanswered = 0;
				return httpClient.sendRequest(request);
			}
			if (extraMs > 0) await withSignal(request, (signal) => pause(extraMs, signal));
			return ask(request);
		},
	};
}
