import ky, { isHTTPError, isTimeoutError } from "ky";
import { webhookProblem } from "../../config/webhook-url.ts";
import type { Delivery, Notification } from "./notifier.ts";

/**
 * Posts each notification as `{"text": …}`, which Slack's and Teams' incoming webhooks take. The URL is a secret: no message holds it.
 *
 * @param url https, or http on loopback.
 * @param send for tests.
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function webhookDelivery(url: string, send: typeof fetch = fetch): Delivery {
	return {
		name: "the webhook",
		async deliver(notification) {
			const problem = webhookProblem(url);
			if (problem !== undefined) throw new Error(`its URL ${problem}.`);
			try {
				await ky.post(url, {
					json: { text: webhookText(notification) },
					timeout: 10_000,
					retry: { limit: 2, methods: ["post"], backoffLimit: 5_000, maxRetryAfter: 10_000 },
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

/** Title and details, a line each. `&`, `<` and `>` are escaped: Slack would read `<!channel>` in somebody's name as a call to everyone. */
export function webhookText({ profile, title, details }: Notification): string {
	return [`[${profile}] ${title}`, ...details.map((detail) => `• ${detail}`)]
		.join("\n")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

function problemOf(error: unknown): string {
	if (isHTTPError(error)) return `it answered with status ${error.response.status}.`;
	if (isTimeoutError(error)) return "it did not answer in time.";
	return "it cannot be reached.";
}
