import ky, { isHTTPError, isTimeoutError } from "ky";
import type { Profile } from "../../config/profile.ts";
import { webhookProblem } from "../../config/webhook-url.ts";
import type { Delivery } from "./notifier.ts";
import { webhookBody } from "./webhook-body.ts";

export type WebhookOptions = {
	/** What to post; `auto` goes by the URL's host. */
	readonly format: Profile["notifications"]["webhookFormat"];
	/** For tests. */
	readonly send?: typeof fetch;
	/** Milliseconds for one attempt, and for all of them. */
	readonly timeout?: number;
	readonly totalTimeout?: number;
};

/**
 * Posts each notification to a webhook of Slack or Teams. The URL is a secret: no message holds it.
 *
 * @param url https, or http on loopback.
 */
export function webhookDelivery(
	url: string,
	{ format, send = fetch, timeout = 7_000, totalTimeout = 15_000 }: WebhookOptions,
): Delivery {
	return {
		name: "the webhook",
		async deliver(notification) {
			const problem = webhookProblem(url);
			if (problem !== undefined) throw new Error(`its URL ${problem}.`);
			try {
				await ky.post(url, {
					json: webhookBody(notification, format, new URL(url).hostname),
					timeout,
					totalTimeout,
					retry: { limit: 2, methods: ["post"], backoffLimit: 3_000, maxRetryAfter: 5_000 },
					// A redirection could lead the text elsewhere: it is an answer like any other that is no success.
					redirect: "manual",
					fetch: send,
				});
			} catch (error) {
				throw new Error(problemOf(error));
			}
		},
	};
}

function problemOf(error: unknown): string {
	if (isHTTPError(error)) return `it answered with status ${error.response.status}.`;
	if (isTimeoutError(error)) return "it did not answer in time.";
	return "it cannot be reached.";
}
