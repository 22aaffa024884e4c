import type { Provisioning } from "../../../app/provisioning/provisioning.ts";
import type { PlannedAction } from "../../../engine/plan/action/planned-action.ts";
import type { Command } from "../../keys/command.ts";
import { whyNoRow, whyReadOnly } from "../../text/why-not.ts";

/** What the keys of the plan act on. */
export type PlanView = {
	readonly current: PlannedAction | undefined;
	readonly ready: boolean;
	/** Whether the plan has no action at all. */
	readonly isEmpty: boolean;
	/** Another process that runs the profile; null when there is none. */
	readonly otherRunner: string | null;
	/** Why the job cannot run a cycle or plan one; null when it can. */
	readonly missing: Provisioning["missing"];
	readonly open: () => void;
	readonly nextType: () => void;
	readonly again: () => void;
	readonly run: () => void;
	/** Leaves the current user out of the run, or includes the user again. */
	readonly exclude: () => void;
	readonly copy: () => void;
};

const notReady = "There is no plan yet.";
const noAction = ({ current, missing }: PlanView) => missing("plan") ?? whyNoRow(current, "planned action");

/** The keys of the plan screen. */
export const planCommands: readonly Command<PlanView>[] = [
	{
		id: "plan.open",
		keys: ["enter"],
		title: "Open the planned action",
		hint: "details",
		blocked: noAction,
		run: ({ open }) => open(),
	},
	{
		id: "plan.run",
		means: "provision",
		title: "Run a cycle to apply the plan",
		hint: "run",
		blocked: ({ ready, otherRunner, missing }) =>
			missing("runNow") ?? missing("plan") ?? whyReadOnly(otherRunner) ?? (ready ? null : notReady),
		run: ({ run }) => run(),
	},
	{
		id: "plan.exclude",
		means: "remove",
		title: "Leave the user out of the run, or include the user again",
		hint: "leave out",
		blocked: (view) =>
			view.missing("runNow") ??
			whyReadOnly(view.otherRunner) ??
			noAction(view) ??
			(view.current?.source === null ? "This action has no source user." : null),
		run: ({ exclude }) => exclude(),
	},
	{
		id: "plan.type",
		means: "kind",
		title: "Filter by type of action",
		hint: "type",
		blocked: ({ ready, isEmpty, missing }) =>
			missing("plan") ?? (ready ? (isEmpty ? "The plan has no actions." : null) : notReady),
		run: ({ nextType }) => nextType(),
	},
	{
		id: "plan.again",
		means: "refresh",
		title: "Refresh the plan",
		hint: "refresh",
		blocked: ({ missing }) => missing("plan"),
		run: ({ again }) => again(),
	},
	{
		id: "plan.copy",
		means: "copy",
		title: "Copy the planned action as JSON",
		blocked: noAction,
		run: ({ copy }) => copy(),
	},
];

/** The keys of an opened action. */
export const plannedActionCommands: readonly Command<{
	readonly close: () => void;
	readonly copy: () => void;
}>[] = [
	{
		id: "planned.copy",
		means: "copy",
		title: "Copy as JSON",
		hint: "copy",
		where: "in a planned action",
		run: ({ copy }) => copy(),
	},
	{
		id: "planned.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in a planned action",
		run: ({ close }) => close(),
	},
];
