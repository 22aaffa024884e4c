import type { Person } from "../../../app/people/people.ts";
import type { OnDemandReport } from "../../../app/provisioning/provisioning.ts";
import type { Command } from "../../keys/command.ts";

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
		when: ({ current }) => current !== undefined,
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
	readonly mayRun: boolean;
	/** Whether the job can show what it would do. */
	readonly canPreview: boolean;
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

/** The keys while the steps of a user are shown. */
export const stepsCommands: readonly Command<StepsView>[] = [
	{
		id: "onDemand.perform",
		means: "provision",
		title: "Perform the action for this user",
		hint: "perform",
		where: "while steps are shown",
		when: ({ report, busy, mayRun, canPreview }) =>
			!busy && mayRun && (canPreview ? isPerformable(report) : report === null),
		run: ({ perform }) => perform(),
	},
	{
		id: "onDemand.entry",
		keys: ["enter"],
		title: "Open the log entry",
		hint: "log entry",
		where: "after performing",
		when: ({ report }) => report !== null && report.entry !== null,
		run: ({ openEntry }) => openEntry(),
	},
	{
		id: "onDemand.another",
		keys: ["/"],
		title: "Search for another user",
		hint: "another user",
		where: "while steps are shown",
		when: ({ busy }) => !busy,
		run: ({ another }) => another(),
	},
	{
		id: "onDemand.again",
		means: "refresh",
		title: "Refresh the preview",
		hint: "refresh",
		where: "while steps are shown",
		when: ({ busy, canPreview }) => !busy && canPreview,
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
