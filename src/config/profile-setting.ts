import { bounds } from "./bounds.ts";
import { readCommand } from "./notifications-from-flags.ts";
import { type Profile, profileSchema } from "./profile.ts";
import { readNumber } from "./read-number.ts";
import type { Setting } from "./spellings.ts";

/** One of a few things that a setting can be. */
export type SettingOption = { readonly value: string; readonly label: string };

/**
 * A setting of a profile, as people see it: in words, and as the text that they edit. The schema of the profile is the judge of a
 * value, for files and flags as for the settings screen.
 */
export type ProfileSetting = {
	readonly id: ProfileSettingId;
	readonly group: "Cycles" | "Accounts" | "Guard" | "Requests" | "Drift" | "Log" | "Notifications";
	readonly label: string;
	/** What it does, in a sentence. */
	readonly meaning: string;
	/** What it takes. */
	readonly range: string;
	/** When a new value counts. */
	readonly effect: string;
	/** The flag and variable that go before what is saved. */
	readonly spelling: Setting;
	/** Why one should think twice about this value; absent when no value asks for it. */
	readonly risk?: (text: string) => string | undefined;
	/** Absent: free text. */
	readonly options?: readonly SettingOption[];
	/** The value as it is edited. */
	readonly textOf: (profile: Profile) => string;
	/** The same with its unit. */
	readonly shown: (text: string) => string;
	/** The profile with another value, to be judged by the schema. */
	readonly put: (profile: Profile, text: string) => unknown;
};

export type ProfileSettingId =
	| "interval"
	| "actions.create"
	| "actions.update"
	| "actions.delete"
	| "hardDelete"
	| "reactivation"
	| "guard"
	| "guardCount"
	| "guardPercent"
	| "rate"
	| "concurrency"
	| "driftEvery"
	| "driftRepair"
	| "keepDays"
	| "command"
	| "webhookFormat"
	| "bell";

const atOnce = "at once";
const nextCycle = "from the next cycle on";
const toggle: readonly SettingOption[] = [
	{ value: "on", label: "on" },
	{ value: "off", label: "off" },
];
const onOff = (on: boolean) => (on ? "on" : "off");
const asItIs = (text: string) => text;
/** Neither on nor off is left to the schema to refuse. */
const isOn = (text: string) => (text === "on" ? true : text === "off" ? false : text);

function action(
	name: keyof Profile["actions"],
	label: string,
	meaning: string,
): Omit<ProfileSetting, "id"> & { readonly id: `actions.${typeof name}` } {
	return {
		id: `actions.${name}`,
		group: "Accounts",
		label,
		meaning,
		range: "on or off",
		effect: "from the next cycle on, which compares everybody",
		spelling: "actions",
		options: toggle,
		textOf: ({ actions }) => onOff(actions[name]),
		shown: asItIs,
		put: (profile, text) => ({ ...profile, actions: { ...profile.actions, [name]: isOn(text) } }),
	};
}

const provisioning = (profile: Profile, change: Readonly<Record<string, unknown>>) => ({
	...profile,
	provisioning: { ...profile.provisioning, ...change },
});
const guard = (profile: Profile, change: Readonly<Record<string, unknown>>) =>
	provisioning(profile, { deletionGuard: { ...profile.provisioning.deletionGuard, ...change } });
const notifications = (profile: Profile, change: Readonly<Record<string, unknown>>) => ({
	...profile,
	notifications: { ...profile.notifications, ...change },
});

/** Every setting that has no screen of its own, in the order in which it is shown. The webhook's URL is a secret, and not among them. */
export const profileSettings: readonly ProfileSetting[] = [
	{
		id: "interval",
		group: "Cycles",
		label: "Interval",
		meaning: "Minutes from the start of one cycle to the start of the next, while provisioning is On.",
		range: bounds.intervalMinutes.words,
		effect: "at once, also for the cycle that is waited for",
		spelling: "interval",
		textOf: (profile) => String(profile.provisioning.intervalMinutes),
		shown: (text) => `${text} minutes`,
		put: (profile, text) => provisioning(profile, { intervalMinutes: readNumber(text) }),
	},
	action("create", "Create accounts", "Whether users who have no account get one."),
	action("update", "Update accounts", "Whether accounts follow their users: values, and enabling again."),
	action("delete", "Disable and delete", "Whether accounts of users who fell away are disabled or deleted."),
	{
		id: "hardDelete",
		group: "Accounts",
		label: "Deleted at source",
		meaning: "What becomes of the account of a user who is deleted at the source for good.",
		range: "disable or delete",
		effect: nextCycle,
		spelling: "hardDelete",
		options: [
			{ value: "disable", label: "disable the account" },
			{ value: "delete", label: "delete the account" },
		],
		risk: (text) =>
			text === "delete"
				? "Cycles will delete such accounts without asking for each one, and a deletion cannot be taken back. The guard against accidents still holds back more than its threshold."
				: undefined,
		textOf: (profile) => profile.provisioning.hardDelete,
		shown: (text) => (text === "delete" ? "delete the account" : "disable the account"),
		put: (profile, text) => provisioning(profile, { hardDelete: text }),
	},
	{
		id: "reactivation",
		group: "Accounts",
		label: "Reactivation",
		meaning: "What to do when a user should have an account that is deactivated.",
		range: "try or block",
		effect: nextCycle,
		spelling: "reactivation",
		options: [
			{ value: "try", label: "try to enable it" },
			{ value: "block", label: "hold it (screen 7)" },
		],
		textOf: (profile) => profile.provisioning.reactivation,
		shown: (text) => (text === "block" ? "hold it (screen 7)" : "try to enable it"),
		put: (profile, text) => provisioning(profile, { reactivation: text }),
	},
	{
		id: "guard",
		group: "Guard",
		label: "Deletion guard",
		meaning:
			"Holds back all disables and deletes of a cycle that has more of them than the two lines below allow.",
		range: "on or off",
		effect: nextCycle,
		spelling: "deletionGuard",
		options: toggle,
		risk: (text) =>
			text === "off"
				? "Without the guard, a broken file or a lost right at the source can disable or delete everybody in one cycle."
				: undefined,
		textOf: (profile) => onOff(profile.provisioning.deletionGuard.enabled),
		shown: asItIs,
		put: (profile, text) => guard(profile, { enabled: isOn(text) }),
	},
	{
		id: "guardCount",
		group: "Guard",
		label: "Guard: users",
		meaning:
			"So many disables and deletes are allowed in one cycle; or the percentage below, if that is more.",
		range: bounds.guardCount.words,
		effect: nextCycle,
		spelling: "deletionGuard",
		textOf: (profile) => String(profile.provisioning.deletionGuard.count),
		shown: (text) => `${text} users`,
		put: (profile, text) => guard(profile, { count: readNumber(text) }),
	},
	{
		id: "guardPercent",
		group: "Guard",
		label: "Guard: share",
		meaning:
			"The share of managed accounts that one cycle may disable or delete; or the number above, if that is more.",
		range: bounds.guardPercent.words,
		effect: nextCycle,
		spelling: "deletionGuard",
		textOf: (profile) => String(profile.provisioning.deletionGuard.percent),
		shown: (text) => `${text} %`,
		put: (profile, text) => guard(profile, { percent: readNumber(text) }),
	},
	{
		id: "rate",
		group: "Requests",
		label: "Requests a second",
		meaning:
			"How fast requests go to the target. Sumo Logic allows 4; more brings refusals. Off is for other SCIM servers.",
		range: bounds.requestsPerSecond.words,
		effect: atOnce,
		spelling: "rate",
		textOf: ({ provisioning: { requestsPerSecond } }) =>
			requestsPerSecond === 0 ? "off" : String(requestsPerSecond),
		shown: (text) => (text === "off" ? "off (no limit)" : `${text} a second`),
		put: (profile, text) =>
			provisioning(profile, { requestsPerSecond: text.trim() === "off" ? 0 : readNumber(text) }),
	},
	{
		id: "concurrency",
		group: "Requests",
		label: "Requests at once",
		meaning: "How many requests may be under way at the same time. Sumo Logic allows 10 for an access key.",
		range: bounds.concurrency.words,
		effect: atOnce,
		spelling: "concurrency",
		textOf: (profile) => String(profile.provisioning.concurrency),
		shown: (text) => `${text} at once`,
		put: (profile, text) => provisioning(profile, { concurrency: readNumber(text) }),
	},
	{
		id: "driftEvery",
		group: "Drift",
		label: "Look for drift",
		meaning:
			"After so many cycles every account is compared with the target, to find what somebody changed there.",
		range: bounds.driftEvery.words,
		effect: nextCycle,
		spelling: "driftEvery",
		textOf: (profile) => String(profile.provisioning.driftEvery),
		shown: (text) =>
			text === "0" ? "never by itself" : text === "1" ? "every cycle" : `every ${text} cycles`,
		put: (profile, text) => provisioning(profile, { driftEvery: readNumber(text) }),
	},
	{
		id: "driftRepair",
		group: "Drift",
		label: "Repair drift",
		meaning: "Whether what such a comparison finds is put right, or only written to the log.",
		range: "on or off",
		effect: "from the next comparison on",
		spelling: "driftRepair",
		options: toggle,
		textOf: (profile) => onOff(profile.provisioning.driftRepair),
		shown: asItIs,
		put: (profile, text) => provisioning(profile, { driftRepair: isOn(text) }),
	},
	{
		id: "keepDays",
		group: "Log",
		label: "Keep the log",
		meaning:
			"Days that entries of the provisioning log are kept; older ones are removed after each cycle, for good.",
		range: bounds.keepDays.words,
		effect: "after the next cycle",
		spelling: "keepLog",
		risk: (text) =>
			readNumber(text) > 0
				? `Entries older than ${text} days are removed for good after each cycle. logs --until DATE --format json --output FILE keeps them.`
				: undefined,
		textOf: (profile) => String(profile.log.keepDays),
		shown: (text) => (text === "0" ? "for ever" : text === "1" ? "1 day" : `${text} days`),
		put: (profile, text) => ({ ...profile, log: { ...profile.log, keepDays: readNumber(text) } }),
	},
	{
		id: "command",
		group: "Notifications",
		label: "Notify: program",
		meaning:
			"A program that gets each notification as JSON on its standard input. No shell takes the text apart.",
		range: 'a path, or a JSON array such as ["/opt/page", "--urgent"]; empty for none',
		effect: atOnce,
		spelling: "notifyCommand",
		textOf: ({ notifications: { command } }) =>
			command === undefined ? "" : command.length === 1 ? command[0] : JSON.stringify(command),
		shown: (text) => (text === "" ? "none" : text),
		put: (profile, text) => {
			const { command: _, ...others } = profile.notifications;
			const typed = text.trim();
			return {
				...profile,
				notifications: { ...others, ...(typed === "" ? {} : { command: readCommand(typed) ?? null }) },
			};
		},
	},
	{
		id: "webhookFormat",
		group: "Notifications",
		label: "Webhook's format",
		meaning:
			"What is posted: text for Slack, an Adaptive Card for Teams Workflows, or whichever the URL's host takes.",
		range: "auto, text or card",
		effect: atOnce,
		spelling: "notifyFormat",
		options: [
			{ value: "auto", label: "by its host" },
			{ value: "text", label: "text (Slack)" },
			{ value: "card", label: "card (Teams)" },
		],
		textOf: (profile) => profile.notifications.webhookFormat,
		shown: (text) => (text === "text" ? "text (Slack)" : text === "card" ? "card (Teams)" : "by its host"),
		put: (profile, text) => notifications(profile, { webhookFormat: text }),
	},
	{
		id: "bell",
		group: "Notifications",
		label: "Terminal bell",
		meaning: "Whether this terminal rings for a notification, while the console is open.",
		range: "on or off",
		effect: atOnce,
		spelling: "bell",
		options: toggle,
		textOf: (profile) => onOff(profile.notifications.bell),
		shown: asItIs,
		put: (profile, text) => notifications(profile, { bell: isOn(text) }),
	},
];

/** A profile with another value of a setting, or what is wrong with the value: `it must be …`. */
export function withSetting(
	{ put }: ProfileSetting,
	profile: Profile,
	text: string,
): { readonly profile: Profile } | { readonly problem: string } {
	const parsed = profileSchema.safeParse(put(profile, text));
	if (parsed.success) return { profile: parsed.data };
	return { problem: parsed.error.issues[0]?.message ?? "it cannot be used" };
}

const plain = profileSchema.parse({
	name: "default",
	source: { type: "demo" },
	target: { deployment: "us1" },
});

/** The text of a setting that nobody has touched. */
export function defaultText({ textOf }: ProfileSetting): string {
	return textOf(plain);
}
