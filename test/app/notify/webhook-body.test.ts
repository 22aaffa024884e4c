import { describe, expect, it } from "vitest";
import type { Notification } from "../../../src/app/notify/notifier.ts";
import { webhookBody } from "../../../src/app/notify/webhook-body.ts";

const notification: Notification = {
	type: "failures",
	title: "A user could not be provisioned.",
	details: ["[Ada](https://evil.example) <!channel>: Conflict: taken"],
	profile: "acme",
	cycleId: "C1",
	time: "2026-11-24T08:00:00.000Z",
	openText: "Open: 1 user fails.",
	open: 1,
	openMatters: [],
};

describe("what is posted to a webhook", () => {
	it("is text for Slack and whoever is not known", () => {
		for (const host of ["hooks.slack.com", "acme.webhook.office.com", "127.0.0.1"])
			expect(webhookBody(notification, "auto", host)).toEqual({
				text: "[acme] A user could not be provisioned.\n• [Ada](https://evil.example) &lt;!channel&gt;: Conflict: taken",
			});
	});

	it.each(["prod-12.westeurope.logic.azure.com", "default0123.45.environment.api.powerplatform.com"])(
		"is an Adaptive Card for the Workflows of Teams at %s, in which a name is no Markdown",
		(host) => {
			expect(webhookBody(notification, "auto", host)).toMatchObject({
				type: "message",
				attachments: [
					{
						contentType: "application/vnd.microsoft.card.adaptive",
						content: {
							type: "AdaptiveCard",
							body: [
								{
									type: "RichTextBlock",
									inlines: [{ type: "TextRun", text: "[acme] A user could not be provisioned." }],
								},
								{
									type: "RichTextBlock",
									inlines: [{ type: "TextRun", text: `• ${notification.details[0]}` }],
								},
							],
						},
					},
				],
			});
		},
	);

	it("adds what else is open", () => {
		const lines = (change: Partial<Notification>) => {
			const body = webhookBody({ ...notification, ...change }, "text", "hooks.slack.com");
			return JSON.stringify(body);
		};
		expect(lines({ open: 3, openText: "Open: 3 users fail." })).toContain("• Open: 3 users fail.");
		expect(lines({ type: "recovery" })).toContain("• Open: 1 user fails.");
		expect(lines({ type: "recovery", open: 0, openText: "" })).not.toContain("Open");
	});

	it("follows the setting before the host", () => {
		expect(webhookBody(notification, "card", "hooks.slack.com")).toHaveProperty("attachments");
		expect(webhookBody(notification, "text", "prod-1.x.logic.azure.com")).toHaveProperty("text");
	});
});
