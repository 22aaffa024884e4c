import type { Remedy, RemedyType } from "../../../src/ports/errors/remedy.ts";

const byType: { readonly [Type in RemedyType]: Extract<Remedy, { type: Type }> } = {
	none: { type: "none" },
	wait: { type: "wait" },
	"retry-failed-users": { type: "retry-failed-users" },
	"provision-on-demand": { type: "provision-on-demand" },
	"provision-hosted-on-demand": { type: "provision-hosted-on-demand" },
	"run-cycle": { type: "run-cycle" },
	"test-connection": { type: "test-connection" },
	"enter-credentials": { type: "enter-credentials" },
	"enter-source-credentials": { type: "enter-source-credentials" },
	"start-demo": { type: "start-demo" },
	"check-source-file": { type: "check-source-file", file: "users.csv" },
	"fix-at-source": { type: "fix-at-source", attribute: "mail" },
	"fix-mapping": { type: "fix-mapping", target: "userName" },
	"create-role": { type: "create-role", role: "Pilot" },
	"link-account": { type: "link-account", account: null },
	"delete-deactivated-account": { type: "delete-deactivated-account", account: null },
	"assign-user": { type: "assign-user" },
	"change-scope": { type: "change-scope" },
	"allow-deletions": { type: "allow-deletions" },
	"repair-drift": { type: "repair-drift" },
	"switch-on": { type: "switch-on" },
	"pause-hosted-job": { type: "pause-hosted-job" },
	"turn-direct-off": { type: "turn-direct-off", profile: "default" },
	"set-up-application": { type: "set-up-application" },
	"set-up-hosted-job": { type: "set-up-hosted-job" },
	"restart-hosted-job": { type: "restart-hosted-job" },
	"allow-hosted-deletions": { type: "allow-hosted-deletions" },
	"compare-job-mapping": { type: "compare-job-mapping" },
	"change-setting": { type: "change-setting", setting: "rate" },
};

/** One remedy of each type, and one for each setting. */
export const everyRemedy: readonly Remedy[] = [
	...Object.values(byType),
	{ type: "change-setting", setting: "actions" },
	{ type: "change-setting", setting: "driftRepair" },
	{ type: "change-setting", setting: "reactivation" },
];
