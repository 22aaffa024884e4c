import type { Person } from "../../../app/people/people.ts";
import type { OnDemandReport } from "../../../app/provisioning/provisioning.ts";
import type { Command } from "../../keys/command.ts";
import { whyBusy, whyNoRow, whyReadOnly } from "../../text/why-not.ts";

/** What the keys act on while a user is chosen. */
export type ChoosingView = {
	readonly current: Person | undefined;
	readonly look: (id: string) => void;
	readonly refresh: () => void;
};

/** The keys while a user is chosen. */
export const choosingCommands: readonly Command<ChoosingView>[] = [
	{
		id: "onDemand.look",
		keys: ["enter"],
		title: "Preview the user's provisioning steps",
		hint: "preview",
		blocked: ({ current }) => whyNoRow(current, "user"),
		run: ({ current, look }) => current && look(current.id),
	},
	{
		id: "onDemand.refresh",
		means: "refresh",
		title: "Refresh the users",
		hint: "refresh",
		run: ({ refresh }) => refresh(),
	},
];

/** What the keys act on while the steps of a user are shown. */
export type StepsView = {
	readonly report: OnDemandReport | null;
	readonly busy: boolean;
	/** Another process that runs the profile; null when there is none. */
	readonly otherRunner: string | null;
	/** Why the job cannot show what it would do; null when it can. */
	readonly noPreview: string | null;
	readonly perform: () => Promise<void>;
	readonly again: () => Promise<void>;
	readonly openEntry: () => void;
	readonly back: () => void;
	readonly another: () => void;
};

/** Whether the report has an action that can be performed and has not been performed yet. */
export function isPerformable(report: OnDemandReport | null): boolean {
	const action = report?.action;
	return (
		action !== null &&
		action !== undefined &&
		action.type !== "skip" &&
		action.type !== "fail" &&
		report?.entry === null
	);
}

function whyNotPerformable(report: OnDemandReport | null, canPreview: boolean): string | null {
	if (canPreview ? isPerformable(report) : report === null) return null;
	if (report === null) return "There is no preview yet.";
	if (report.entry !== null) return "The action was performed. Refresh the preview first.";
	return "There is no action to perform for this user.";
}

/** The keys while the steps of a user are shown. */
export const stepsCommands: readonly Command<StepsView>[] = [
	{
		id: "onDemand.perform",
		means: "provision",
		title: "Perform the action for this user",
		hint: "perform",
		where: "while steps are shown",
		blocked: ({ report, busy, otherRunner, noPreview }) =>
			whyBusy(busy) ?? whyReadOnly(otherRunner) ?? whyNotPerformable(report, noPreview === null),
		run: ({ perform }) => perform(),
	},
	{
		id: "onDemand.entry",
		keys: ["enter"],
		title: "Open the log entry",
		hint: "log entry",
		where: "after performing",
		blocked: ({ report }) => (report?.entry == null ? "Nothing has been performed yet: press p." : null),
		run: ({ openEntry }) => openEntry(),
	},
	{
		id: "onDemand.another",
		keys: ["/"],
		title: "Search for another user",
		hint: "another user",
		where: "while steps are shown",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ another }) => another(),
	},
	{
		id: "onDemand.again",
		means: "refresh",
		title: "Refresh the preview",
		hint: "refresh",
		where: "while steps are shown",
		blocked: ({ busy, noPreview }) => noPreview ?? whyBusy(busy),
		run: ({ again }) => again(),
	},
	{
		id: "onDemand.back",
		keys: ["escape"],
		means: "leave",
		title: "Back to the users",
		hint: "back",
		where: "while steps are shown",
		when: ({ busy }) => !busy,
		run: ({ back }) => back(),
	},
];
