import type { Profile } from "../../config/profile.ts";
import type { Notification } from "./notifier.ts";

type Format = Profile["notifications"]["webhookFormat"];

/** Hosts of webhooks of Teams Workflows (Power Automate), which accept Adaptive Cards only. */
const workflowHosts =
	/\.(?:logic\.azure\.(?:com|us|cn)|api\.powerplatform\.(?:com|us|cn)|flow\.microsoft\.com)$/;

/** The body to post: `{text}`, for Slack and the old connectors of Teams, or a message with one Adaptive Card. */
export function webhookBody(notification: Notification, format: Format, hostname: string): unknown {
	const isCard = format === "card" || (format === "auto" && workflowHosts.test(hostname));
	return isCard ? cardMessage(notification) : { text: plainText(notification) };
}

/** The details, and what is open where that is more than what the details are about. */
function linesOf({
	type,
	details,
	open,
	openText,
}: Pick<Notification, "type" | "details" | "open" | "openText">): readonly string[] {
	return open > (type === "recovery" ? 0 : 1) ? [...details, openText] : details;
}

/**
 * Title and details, one per line. `&`, `<` and `>` are escaped: Slack would notify the channel for a user named `<!channel>`.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
function plainText({ profile, title, ...notification }: Notification): string {
	return [`[${profile}] ${title}`, ...linesOf(notification).map((detail) => `• ${detail}`)]
		.join("\n")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

/**
 * The body for the trigger "When a Teams webhook request is received". Details are rich text: a TextBlock would render a user's name as
 * Markdown, links included.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function cardMessage({ profile, title, ...notification }: Notification): unknown {
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
						...linesOf(notification).map((detail) => line(`• ${detail}`, "default")),
					],
				},
			},
		],
	};
}
