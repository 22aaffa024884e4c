import type { Profile } from "../../config/profile.ts";
import type { Notification } from "./notifier.ts";

type Format = Profile["notifications"]["webhookFormat"];

/** Where Teams Workflows (Power Automate) takes webhooks; they take Adaptive Cards only. */
const workflowHosts =
	/\.(?:logic\.azure\.(?:com|us|cn)|api\.powerplatform\.(?:com|us|cn)|flow\.microsoft\.com)$/;

/** What to post: `{text}`, which Slack and the old connectors of Teams take, or a message with one Adaptive Card. */
export function webhookBody(notification: Notification, format: Format, hostname: string): unknown {
	const isCard = format === "card" || (format === "auto" && workflowHosts.test(hostname));
	return isCard ? cardMessage(notification) : { text: plainText(notification) };
}

/**
 * Title and details, a line each. `&`, `<` and `>` are escaped: Slack would read `<!channel>` in somebody's name as a call to everyone.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
function plainText({ profile, title, details }: Notification): string {
	return [`[${profile}] ${title}`, ...details.map((detail) => `• ${detail}`)]
		.join("\n")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

/**
 * What the trigger "When a Teams webhook request is received" takes. Details are rich text: a TextBlock would read somebody's name as
 * Markdown, and make a link of it.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function cardMessage({ profile, title, details }: Notification): unknown {
	const line = (text: string, weight: "default" | "bolder") => ({
		type: "RichTextBlock",
		inlines: [{ type: "TextRun", text, weight }],
	});
	return {
		type: "message",
		attachments: [
			{
				contentType: "application/vnd.microsoft.card.adaptive",
				contentUrl: null,
				content: {
					$schema: "http://adaptivecards.io/schemas/adaptive-card.json",
					type: "AdaptiveCard",
					version: "1.2",
					body: [
						line(`[${profile}] ${title}`, "bolder"),
						...details.map((detail) => line(`• ${detail}`, "default")),
					],
				},
			},
		],
	};
}
