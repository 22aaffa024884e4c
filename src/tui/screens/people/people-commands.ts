import type { AssignmentChange, Person } from "../../../app/people/people.ts";
import type { Command } from "../../keys/command.ts";
import { whyBusy, whyNoRow } from "../../text/why-not.ts";
import { whyNotUndo } from "./change/undo-text.ts";
import { type RunView, whyNotProvision } from "./run/run-commands.ts";

/** What the keys of the list act on. */
export type PeopleActions = RunView & {
	readonly current: Person | undefined;
	/** Whether a user or group is current or selected. */
	readonly anybody: boolean;
	/** False for a read-only source. */
	readonly writable: boolean;
	readonly open: () => void;
	/** Opens the details, and previews the current user there. */
	readonly look: () => void;
	readonly assign: () => void;
	readonly unassign: () => void;
	/** The last change of assignments; null when there is none. */
	readonly lastChange: AssignmentChange | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly undo: () => unknown;
	/** Whether a run on demand is going on. */
	readonly running: boolean;
	readonly stop: () => void;
	readonly explain: (person: Person) => void;
	readonly showHistory: (person: Person) => void;
	/** Goes to the account of the current user; null when none is known. */
	readonly goToAccount: (() => void) | null;
	readonly switchView: () => void;
	readonly refresh: () => void;
};

function whyNotAssign({ anybody, busy, writable }: PeopleActions): string | null {
	if (!writable) return "The source is read-only: assign users where it is managed.";
	return whyBusy(busy) ?? (anybody ? null : "No user or group is selected.");
}

const whyNotUser = (current: Person | undefined) =>
	whyNoRow(current, "user") ?? (current?.type === "User" ? null : "This is a group. Select a user.");

/** The keys of users and groups. */
export const peopleCommands: readonly Command<PeopleActions>[] = [
	{
		id: "people.open",
		keys: ["enter"],
		title: "Show details of the user or group",
		hint: "details",
		blocked: ({ current }) => whyNoRow(current, "user or group"),
		run: ({ open }) => open(),
	},
	{
		id: "people.assign",
		means: "add",
		title: "Assign the selected users and groups",
		hint: "assign",
		blocked: whyNotAssign,
		run: ({ assign }) => assign(),
	},
	{
		id: "people.unassign",
		means: "remove",
		title: "Unassign the selected users and groups",
		hint: "unassign",
		blocked: whyNotAssign,
		run: ({ unassign }) => unassign(),
	},
	{
		id: "people.undo",
		means: "undo",
		title: "Undo the last change of assignments, until the next cycle",
		hint: "undo",
		blocked: ({ busy, lastChange, now }) => whyBusy(busy) ?? whyNotUndo(lastChange, now()),
		run: ({ undo }) => undo(),
	},
	{
		id: "people.provision",
		means: "provision",
		title: "Provision the user, or up to 50 selected users, on demand: preview, then perform",
		hint: "on demand",
		blocked: whyNotProvision,
		run: ({ provision }) => provision(),
	},
	{
		id: "people.stop",
		means: "stop",
		title: "Stop provisioning on demand after the current user",
		hint: "stop",
		blocked: ({ running }) => (running ? null : "No user is being provisioned on demand."),
		run: ({ stop }) => stop(),
	},
	{
		id: "people.view",
		means: "view",
		title: "Switch the view: all, assigned, not assigned, failing, groups",
		hint: "view",
		run: ({ switchView }) => switchView(),
	},
	{
		id: "people.why",
		means: "why",
		title: "Explain how the user is provisioned",
		hint: "why",
		blocked: ({ current }) => whyNotUser(current),
		run: ({ current, explain }) => current && explain(current),
	},
	{
		id: "people.history",
		means: "history",
		title: "Show the user's entries of the log",
		hint: "history",
		blocked: ({ current }) => whyNotUser(current),
		run: ({ current, showHistory }) => current && showHistory(current),
	},
	{
		id: "people.account",
		means: "counterpart",
		title: "Go to the user's account in Accounts",
		hint: "account",
		blocked: ({ current, goToAccount }) =>
			whyNotUser(current) ??
			(goToAccount === null ? "No account of this user is known in Sumo Logic." : null),
		run: ({ goToAccount }) => goToAccount?.(),
	},
	{
		id: "people.refresh",
		means: "refresh",
		title: "Refresh users and groups",
		run: ({ refresh }) => refresh(),
	},
];

/** The keys of the route On demand, where Enter previews a user instead of showing details. */
export const onDemandCommands: readonly Command<PeopleActions>[] = [
	{
		id: "onDemand.look",
		keys: ["enter"],
		title: "Preview the user's provisioning steps",
		hint: "preview",
		blocked: ({ current }) => whyNotUser(current),
		run: ({ look }) => look(),
	},
	...peopleCommands.filter(({ id }) => id !== "people.open"),
];

/** The keys of results on top of the list. */
export const peopleDialogCommands: readonly Command<{ readonly close: () => void }>[] = [
	{
		id: "people.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back to users and groups",
		hint: "back",
		where: "in results of users and groups",
		run: ({ close }) => close(),
	},
];
