import type { AssignmentChange, Person } from "../../../app/people/people.ts";
import type { Command } from "../../keys/command.ts";
import { keyFor } from "../../keys/key-table.ts";
import { whyBusy, whyNoRow, whyReadOnly } from "../../text/why-not.ts";
import { whyNotUndo } from "./change/undo-text.ts";
import { isPerformable } from "./run/run-text.ts";
import { maxAtOnce, type Run } from "./run/use-on-demand.ts";

/** What the keys of on demand act on, in the list and in the details. */
export type RunView = {
	/** The users to provision: the selected ones, otherwise the current one. */
	readonly users: readonly Person[];
	/** The run of each of them, as far as there is one. */
	readonly runs: readonly (Run | undefined)[];
	/** Whether an action or a run is going on. */
	readonly busy: boolean;
	/** Another process that runs the profile; null when there is none. */
	readonly otherRunner: string | null;
	/** Why the job cannot show what it would do; null when it can. */
	readonly noPreview: string | null;
	/** Previews the users, or performs what their previews show. */
	readonly provision: () => unknown;
};

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

/** Whether the next `p` writes: all users have a preview with an action, or the job has no previews. */
export function performsNext({ runs, noPreview }: Pick<RunView, "runs" | "noPreview">): boolean {
	return noPreview !== null || (runs.length > 0 && runs.every(isSettled) && runs.some(isPerformable));
}

/** Whether a preview of the user is at hand, so that it need not be made again before others are performed. */
function isSettled(run: Run | undefined): boolean {
	return run?.state === "done" && !run.performs;
}

function whyNotProvision(view: RunView): string | null {
	const { users, runs, busy, otherRunner } = view;
	if (users.length === 0) return "No user is selected. Groups can't be provisioned on demand.";
	if (users.length > maxAtOnce) return `At most ${maxAtOnce} users at once: ${users.length} are selected.`;
	const [only] = runs;
	if (runs.length === 1 && view.noPreview === null && isSettled(only) && !isPerformable(only))
		return (
			whyBusy(busy) ??
			`There is no action to perform for this user. Press ${keyFor("refresh")} to preview again.`
		);
	return whyBusy(busy) ?? (performsNext(view) ? whyReadOnly(otherRunner) : null);
}

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

/** What the keys of details on top of the list act on. */
export type PaneView = RunView & {
	readonly close: () => void;
	/** Opens the log entry that was written on demand; null when there is none. */
	readonly openEntry: (() => void) | null;
	readonly another: () => void;
	readonly again: () => unknown;
	readonly running: boolean;
	readonly stop: () => void;
};

/** The keys of details on top of the list. */
export const paneCommands: readonly Command<PaneView>[] = [
	{
		id: "onDemand.perform",
		means: "provision",
		title: "Preview the user on demand, then perform the action",
		hint: "on demand",
		where: "in details of users",
		blocked: whyNotProvision,
		run: ({ provision }) => provision(),
	},
	{
		id: "onDemand.entry",
		keys: ["enter"],
		title: "Open the log entry",
		hint: "log entry",
		where: "in details of users, after performing",
		when: ({ openEntry }) => openEntry !== null,
		run: ({ openEntry }) => openEntry?.(),
	},
	{
		id: "onDemand.again",
		means: "refresh",
		title: "Refresh the preview",
		hint: "refresh",
		where: "in details of users",
		blocked: ({ busy, noPreview, users }) =>
			noPreview ?? whyBusy(busy) ?? (users.length === 0 ? "A group has no preview." : null),
		run: ({ again }) => again(),
	},
	{
		id: "onDemand.stop",
		means: "stop",
		title: "Stop provisioning on demand after the current user",
		hint: "stop",
		where: "in details of users",
		when: ({ running }) => running,
		run: ({ stop }) => stop(),
	},
	{
		id: "onDemand.another",
		means: "filter",
		title: "Search for another user",
		hint: "another user",
		where: "in details of users",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ another }) => another(),
	},
	{
		id: "onDemand.back",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back to users and groups",
		hint: "back",
		where: "in details of users",
		run: ({ close }) => close(),
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
