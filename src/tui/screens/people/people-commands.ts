import type { Person } from "../../../app/people/people.ts";
import type { Command } from "../../keys/command.ts";
import { whyBusy, whyNoRow } from "../../text/why-not.ts";

/** What the keys of the list act on. */
export type PeopleActions = {
	readonly current: Person | undefined;
	/** Whether a user or group is current or selected. */
	readonly anybody: boolean;
	/** Whether an action is running. */
	readonly busy: boolean;
	/** False for a read-only source. */
	readonly writable: boolean;
	readonly open: () => void;
	readonly assign: () => void;
	readonly unassign: () => void;
	/** Undoes the latest change of a file; null when there is none. */
	readonly undo: (() => void) | null;
	readonly provision: (id: string) => void;
	readonly explain: (person: Person) => void;
	readonly switchView: () => void;
	readonly refresh: () => void;
};

function whyNotAssign({ anybody, busy, writable }: PeopleActions): string | null {
	if (!writable) return "The source is read-only: assign users where it is managed.";
	return whyBusy(busy) ?? (anybody ? null : "No user or group is selected.");
}

/** The keys of users and groups. */
export const peopleCommands: readonly Command<PeopleActions>[] = [
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
		title: "Undo the last change of assignments in the source file",
		hint: "undo",
		blocked: ({ busy, undo }) =>
			whyBusy(busy) ?? (undo === null ? "There is no change of a source file to undo." : null),
		run: ({ undo }) => undo?.(),
	},
	{
		id: "people.open",
		keys: ["enter"],
		title: "Show details of the user or group",
		hint: "details",
		blocked: ({ current }) => whyNoRow(current, "user or group"),
		run: ({ open }) => open(),
	},
	{
		id: "people.view",
		means: "view",
		title: "Switch the view: all, assigned, not assigned, groups",
		hint: "view",
		run: ({ switchView }) => switchView(),
	},
	{
		id: "people.provision",
		means: "provision",
		title: "Provision the user on demand",
		hint: "on demand",
		blocked: ({ current }) =>
			whyNoRow(current, "user") ?? (current?.type === "User" ? null : "This is a group. Select a user."),
		run: ({ current, provision }) => current && provision(current.id),
	},
	{
		id: "people.why",
		means: "why",
		title: "Explain how the user is provisioned",
		hint: "why",
		blocked: ({ current }) =>
			whyNoRow(current, "user") ?? (current?.type === "User" ? null : "This is a group. Select a user."),
		run: ({ current, explain }) => current && explain(current),
	},
	{
		id: "people.refresh",
		means: "refresh",
		title: "Refresh users and groups",
		run: ({ refresh }) => refresh(),
	},
];

/** The keys of details and results on top of the list. */
export const peopleDialogCommands: readonly Command<{ readonly close: () => void }>[] = [
	{
		id: "people.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back to users and groups",
		hint: "back",
		where: "in details or results of users and groups",
		run: ({ close }) => close(),
	},
];
