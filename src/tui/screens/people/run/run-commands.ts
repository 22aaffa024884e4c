import type { Person } from "../../../../app/people/people.ts";
import type { Command } from "../../../keys/command.ts";
import { keyFor } from "../../../keys/key-table.ts";
import { whyBusy, whyReadOnly } from "../../../text/why-not.ts";
import { isPerformable } from "./run-text.ts";
import { maxAtOnce, type Run } from "./use-on-demand.ts";

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

/** Whether the next `p` writes: all users have a preview with an action, or the job has no previews. */
export function performsNext({ runs, noPreview }: Pick<RunView, "runs" | "noPreview">): boolean {
	return noPreview !== null || (runs.length > 0 && runs.every(isSettled) && runs.some(isPerformable));
}

/** Whether a preview of the user is at hand, so that it need not be made again before others are performed. */
function isSettled(run: Run | undefined): boolean {
	return run?.state === "done" && !run.performs;
}

/** Why `p` can't preview or perform now; null when it can. */
export function whyNotProvision(view: RunView): string | null {
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
