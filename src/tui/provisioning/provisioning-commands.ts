import type { Provisioning, ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { ResetScope } from "../../setup/reset-scope.ts";
import type { Command } from "../keys/command.ts";
import type { ProvisioningStart } from "./confirm-provisioning.tsx";

/** What is asked before it is done, or shown. */
export type Question =
	| ProvisioningStart
	| "allow deletions"
	| "restart"
	| "restart in full"
	| "choose reset"
	| "limits"
	| Reset;

/** A restart of Entra's own job with what is to be reset. */
export type Reset = { readonly reset: readonly ResetScope[] };

/** What the keys of provisioning act on. */
export type ProvisioningView = {
	readonly status: ProvisioningStatus;
	readonly stop: () => Promise<void>;
	readonly retry: () => Promise<void>;
	readonly showPlan: () => void;
	readonly ask: (question: Question) => void;
	/** Why the job cannot do something; null when it can. */
	readonly missing: Provisioning["missing"];
	readonly isHosted: boolean;
};

const mayRun = ({ status }: ProvisioningView) => status.otherRunner === null;
const can = (name: Parameters<Provisioning["missing"]>[0], { missing }: ProvisioningView) =>
	missing(name) === null;

/** The keys of provisioning, on Home and on the log. */
export const provisioningCommands: readonly Command<ProvisioningView>[] = [
	{
		id: "provisioning.run",
		means: "provision",
		title: "Run a cycle now",
		hint: "run now",
		when: (view) => mayRun(view) && can("runNow", view),
		run: ({ ask }) => ask("run"),
	},
	{
		id: "provisioning.stop",
		means: "stop",
		title: "Stop the running cycle after in-flight requests",
		hint: "stop",
		when: (view) => view.status.running !== null && mayRun(view) && can("stop", view),
		run: ({ stop }) => stop(),
	},
	{
		id: "provisioning.allow",
		means: "allow",
		title: "Allow the held-back changes one time",
		hint: "allow",
		when: (view) => mayRun(view) && view.status.staged > 0,
		run: ({ ask }) => ask("allow deletions"),
	},
	{
		id: "provisioning.plan",
		means: "plan",
		title: "Show what a cycle would do",
		hint: "plan",
		when: (view) => can("plan", view),
		run: ({ showPlan }) => showPlan(),
	},
	{
		id: "provisioning.toggle",
		means: "onOff",
		title: "Turn provisioning on or off",
		hint: "on/off",
		when: mayRun,
		run: ({ status, ask }) => ask(status.enabled ? "turn off" : "turn on"),
	},
	{
		id: "provisioning.retry",
		means: "retry",
		title: "Retry all failed users in the next cycle",
		when: (view) => mayRun(view) && can("retryNow", view),
		run: ({ retry }) => retry(),
	},
	{
		id: "provisioning.restart",
		keys: [],
		title: "Restart provisioning with an initial cycle",
		when: (view) => mayRun(view) && !view.isHosted,
		run: ({ ask }) => ask("restart"),
	},
	{
		id: "provisioning.restartInFull",
		keys: [],
		title: "Restart in full: also remove all links",
		when: (view) => mayRun(view) && !view.isHosted,
		run: ({ ask }) => ask("restart in full"),
	},
	{
		id: "provisioning.reset",
		means: "restart",
		title: "Restart Entra's job, and choose what to reset",
		hint: "restart",
		where: "in hosted mode",
		when: ({ isHosted }) => isHosted,
		run: ({ ask }) => ask("choose reset"),
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
