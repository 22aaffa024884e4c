import type { Provisioning, ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { ResetScope } from "../../setup/reset-scope.ts";
import type { Command } from "../keys/command.ts";
import { whyReadOnly } from "../text/why-not.ts";
import type { ProvisioningStart } from "./confirm-provisioning.tsx";

/** What is asked before it is done, or shown. */
export type Question =
	| ProvisioningStart
	| "allow deletions"
	| "restart"
	| "restart in full"
	| "choose reset"
	| "limits"
	| "hand over"
	| Reset;

/** A restart of Entra's own job with what is to be reset. */
export type Reset = { readonly reset: readonly ResetScope[] };

/** What the keys of provisioning act on. */
export type ProvisioningView = {
	readonly status: ProvisioningStatus;
	readonly stop: () => Promise<void>;
	readonly retry: () => Promise<void>;
	readonly showPlan: () => void;
	/** Reads the state of the job again. */
	readonly refresh: () => Promise<void>;
	readonly ask: (question: Question) => void;
	/** Why the job cannot do something; null when it can. */
	readonly missing: Provisioning["missing"];
	readonly isHosted: boolean;
	/** Why the sign-in to Entra may not control its job, in hosted mode; null when it may, or that is not known. */
	readonly notPermitted: string | null;
	/** Why the accounts cannot be handed over; null when they can. */
	readonly noHandOver: string | null;
};

const readOnly = ({ status, notPermitted }: ProvisioningView) =>
	whyReadOnly(status.otherRunner) ?? notPermitted;

/** The keys of provisioning, on Home and on the log. */
export const provisioningCommands: readonly Command<ProvisioningView>[] = [
	{
		id: "provisioning.run",
		means: "provision",
		title: "Run a cycle now",
		hint: "run now",
		blocked: (view) => view.missing("runNow") ?? readOnly(view),
		run: ({ ask }) => ask("run"),
	},
	{
		id: "provisioning.refresh",
		means: "refresh",
		title: "Read the state of the job again",
		run: ({ refresh }) => refresh(),
	},
	{
		id: "provisioning.stop",
		means: "stop",
		title: "Stop the running cycle after in-flight requests",
		hint: "stop",
		blocked: (view) =>
			view.missing("stop") ??
			readOnly(view) ??
			(view.status.running === null ? "No cycle is running." : null),
		run: ({ stop }) => stop(),
	},
	{
		id: "provisioning.allow",
		means: "allow",
		title: "Allow the held-back changes one time",
		hint: "allow",
		blocked: (view) =>
			readOnly(view) ?? (view.status.staged > 0 ? null : "No deactivations or deletions are held back."),
		run: ({ ask }) => ask("allow deletions"),
	},
	{
		id: "provisioning.plan",
		means: "plan",
		title: "Show what a cycle would do",
		hint: "plan",
		blocked: ({ missing }) => missing("plan"),
		run: ({ showPlan }) => showPlan(),
	},
	{
		id: "provisioning.toggle",
		means: "onOff",
		title: "Turn provisioning on or off",
		hint: "on/off",
		blocked: readOnly,
		run: ({ status, ask }) => ask(status.enabled ? "turn off" : "turn on"),
	},
	{
		id: "provisioning.retry",
		means: "retry",
		title: "Retry all failed users in the next cycle",
		blocked: (view) => view.missing("retryNow") ?? readOnly(view),
		run: ({ retry }) => retry(),
	},
	{
		id: "provisioning.restart",
		means: "restart",
		title: "Restart provisioning with an initial cycle",
		where: "not in hosted mode",
		when: ({ isHosted }) => !isHosted,
		blocked: readOnly,
		run: ({ ask }) => ask("restart"),
	},
	{
		id: "provisioning.restartInFull",
		keys: [],
		title: "Restart in full: also remove all links",
		where: "not in hosted mode",
		when: ({ isHosted }) => !isHosted,
		blocked: readOnly,
		run: ({ ask }) => ask("restart in full"),
	},
	{
		id: "provisioning.reset",
		means: "restart",
		title: "Restart Entra's job, and choose what to reset",
		hint: "restart",
		where: "in hosted mode",
		when: ({ isHosted }) => isHosted,
		blocked: readOnly,
		run: ({ ask }) => ask("choose reset"),
	},
	{
		id: "provisioning.handOver",
		means: "handOver",
		title: "Hand the accounts over to Entra's own job, or back",
		blocked: (view) => view.noHandOver ?? readOnly(view),
		run: ({ ask }) => ask("hand over"),
	},
	{
		id: "provisioning.limits",
		keys: ["!"],
		title: "Show what Entra's job cannot do, and why",
		hint: "limits",
		where: "in hosted mode",
		when: ({ isHosted }) => isHosted,
		run: ({ ask }) => ask("limits"),
	},
];
