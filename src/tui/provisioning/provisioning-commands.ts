import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Command } from "../keys/command.ts";
import type { ProvisioningStart } from "./confirm-provisioning.tsx";

/** What is asked before it is done. */
export type Question = ProvisioningStart | "allow deletions" | "restart" | "restart in full";

/** What the keys of provisioning act on. */
export type ProvisioningView = {
	readonly status: ProvisioningStatus;
	readonly stop: () => Promise<void>;
	readonly retry: () => Promise<void>;
	readonly showPlan: () => void;
	readonly ask: (question: Question) => void;
};

const mayRun = ({ status }: ProvisioningView) => status.otherRunner === null;

/** The keys of provisioning, on Home and on the log. */
export const provisioningCommands: readonly Command<ProvisioningView>[] = [
	{
		id: "provisioning.run",
		means: "provision",
		title: "Run a cycle now",
		hint: "run now",
		when: mayRun,
		run: ({ ask }) => ask("run"),
	},
	{
		id: "provisioning.stop",
		means: "stop",
		title: "Stop the running cycle after in-flight requests",
		hint: "stop",
		when: ({ status }) => status.running !== null && status.otherRunner === null,
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
		when: mayRun,
		run: ({ retry }) => retry(),
	},
	{
		id: "provisioning.restart",
		keys: [],
		title: "Restart provisioning with an initial cycle",
		when: mayRun,
		run: ({ ask }) => ask("restart"),
	},
	{
		id: "provisioning.restartInFull",
		keys: [],
		title: "Restart in full: also remove all links",
		when: mayRun,
		run: ({ ask }) => ask("restart in full"),
	},
];
