import { option, secretOption } from "./option.ts";
import { programProblem, programType } from "./program-type.ts";
import { immediately, secretSetting, setting } from "./setting.ts";
import { oneOf, onOrOff } from "./value-type.ts";
import { webhookProblem } from "./webhook-url.ts";

const group = "Notifications";

export const webhookSetting = secretSetting({
	id: "webhook",
	secret: "webhook",
	group,
	label: "Notify: webhook",
	meaning:
		"The URL to which each notification is posted. Whoever has it can post there, so it is kept with the secrets and never shown.",
	effect: immediately,
	range: "a URL with https://; http:// only on this machine",
	problem: webhookProblem,
	option: secretOption({
		flag: "--notify-webhook-env",
		variable: "SUMO_PROVISION_NOTIFY_WEBHOOK",
		takes: "name",
		help: "variable that holds the URL of a webhook for the same notifications",
	}),
});

/** Where notifications of quarantine, held-back changes, failures and recovery go. */
export const notificationSettings = [
	setting({
		id: "command",
		path: "notifications.command",
		group,
		label: "Notify: program",
		meaning:
			"A program that receives each notification as JSON on its standard input. It runs without a shell.",
		effect: immediately,
		isPath: true,
		type: programType,
		withUnit: (text) => (text === "" ? "none" : text),
		verifySaved: programProblem,
		option: option({
			flag: "--notify-command",
			variable: "SUMO_PROVISION_NOTIFY_COMMAND",
			takes: "program",
			help: "program to run on quarantine, held-back changes, failures and recovery",
		}),
	}),
	webhookSetting,
	setting({
		id: "webhookFormat",
		path: "notifications.webhookFormat",
		group,
		label: "Webhook format",
		meaning:
			"What is posted: text for Slack, an Adaptive Card for Teams Workflows, or the one that the URL's host expects.",
		effect: immediately,
		type: oneOf("auto", [
			{ value: "auto", label: "by its host" },
			{ value: "text", label: "text (Slack)" },
			{ value: "card", label: "card (Teams)" },
		]),
		option: option({
			flag: "--notify-format",
			variable: "SUMO_PROVISION_NOTIFY_FORMAT",
			takes: "auto|text|card",
			help: "what is posted to the webhook: text (Slack), a card (Teams), or by its host",
		}),
	}),
	setting({
		id: "bell",
		path: "notifications.bell",
		group,
		label: "Terminal bell",
		meaning: "Whether this terminal rings for a notification, while the console is open.",
		effect: immediately,
		type: onOrOff(true),
		option: option({
			flag: "--bell",
			variable: "SUMO_PROVISION_BELL",
			takes: "on|off",
			help: "ring the terminal bell for the same notifications, in the console",
		}),
	}),
] as const;
