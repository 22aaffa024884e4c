import type { PlannedAction } from "../../../engine/plan/action/planned-action.ts";
import type { Command } from "../../keys/command.ts";

/** What the keys of the plan act on. */
export type PlanView = {
	readonly current: PlannedAction | undefined;
	readonly ready: boolean;
	readonly mayRun: boolean;
	readonly open: () => void;
	readonly nextType: () => void;
	readonly again: () => void;
	readonly run: () => void;
	readonly copy: () => void;
};

/** The keys of the plan screen. */
export const planCommands: readonly Command<PlanView>[] = [
	{
		id: "plan.open",
		keys: ["enter"],
		title: "Open the planned action",
		hint: "details",
		when: ({ current }) => current !== undefined,
		run: ({ open }) => open(),
	},
	{
		id: "plan.run",
		means: "provision",
		title: "Run a cycle to apply the plan",
		hint: "run",
		when: ({ ready, mayRun }) => ready && mayRun,
		run: ({ run }) => run(),
	},
	{
		id: "plan.type",
		means: "kind",
		title: "Filter by type of action",
		hint: "type",
		when: ({ ready }) => ready,
		run: ({ nextType }) => nextType(),
	},
	{
		id: "plan.again",
		means: "refresh",
		title: "Refresh the plan",
		hint: "refresh",
		run: ({ again }) => again(),
	},
	{
		id: "plan.copy",
		means: "copy",
		title: "Copy the planned action as JSON",
		when: ({ current }) => current !== undefined,
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
