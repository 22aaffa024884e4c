import type { Profile } from "../../config/profile.ts";
import { webhookProblem } from "../../config/settings/webhook-url.ts";
import { type Connector, defaultConnector } from "../../http/connector.ts";
import { createHttpClient } from "../../http/http-client.ts";
import { HttpFailure } from "../../http/http-failure.ts";
import { monotonicClock, type Pace } from "../../http/monotonic-clock.ts";
import type { Delivery } from "./notifier.ts";
import { webhookBody } from "./webhook-body.ts";

export type WebhookOptions = {
	/** What to post; `auto` depends on the URL's host. */
	readonly format: Profile["notifications"]["webhookFormat"];
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
	/** Milliseconds for one attempt, and for all of them. */
	readonly timeoutMs?: number;
	readonly totalTimeoutMs?: number;
	/** Waits between attempts. */
	readonly clock?: Pace;
};

/** Webhook services answer with a few words. */
const maxBytes = 1024 * 1024;

/**
 * Posts each notification to a webhook of Slack or Teams. The URL is a secret: no message holds it.
 *
 * @param url https, or http on loopback.
 */
export function webhookDelivery(
	url: string,
	{
		format,
		connector = defaultConnector,
		timeoutMs = 7_000,
		totalTimeoutMs = 15_000,
		clock = monotonicClock,
	}: WebhookOptions,
): Delivery {
	const http = createHttpClient({
		connector,
		clock,
		timeoutMs,
		totalTimeoutMs,
		maxBytes,
		retry: {
			limit: 2,
			// After a time-out the message may have been posted, and another attempt would take as long again.
			isRepeatable: (error) => error instanceof HttpFailure && error.isPassing && error.kind !== "timeout",
			backOff: { firstMs: 600, maxMs: 3_000, maxRetryAfterMs: 5_000 },
		},
	});
	return {
		name: "the webhook",
		async deliver(notification) {
			const problem = webhookProblem(url);
			if (problem !== undefined) throw new Error(`its URL ${problem}.`);
			try {
				await http.send({
					method: "POST",
					url,
					headers: { "content-type": "application/json", "user-agent": "sumo-provision" },
					body: JSON.stringify(webhookBody(notification, format, new URL(url).hostname)),
				});
			} catch (error) {
				throw new Error(error instanceof HttpFailure ? problemOf(error) : "it cannot be reached.");
			}
		},
	};
}

/** The target of a redirect is not shown, since it may repeat the secret part of the URL. */
function problemOf({ kind, status, message, neverSent }: HttpFailure): string {
	if (kind === "status" || kind === "redirect") return `it answered with status ${status}.`;
	// A proxy that never connected is named: the webhook was not asked.
	return kind === "timeout" && !neverSent
		? "it did not answer in time."
		: `it cannot be reached: ${message}.`;
}
