import type { Remedy } from "../../ports/errors/remedy.ts";
import type { LogIdentity } from "../../ports/log/log-entry.ts";

/** The part of an error that concerns its remedy. */
type Advised = { readonly recommendedAction: string; readonly remedy: Remedy };

/** The recommended action of an error, and the command that carries it out: `Create the role "Pilot"…. Run …`. */
export function whatToDo({ recommendedAction, remedy }: Advised, user: LogIdentity = null): string {
	return [recommendedAction, remedyCommand(remedy, user)].filter((part) => part !== "").join(" ");
}

/**
 * A remedy as a sentence with the command to run; empty if no command helps. Names that come from the source or the
 * target are quoted for a POSIX shell.
 *
 * @param user the source user; null: a placeholder in place of the user
 */
export function remedyCommand(remedy: Remedy, user: LogIdentity = null): string {
	const who = user === null ? "USER" : user.userName || user.id;
	switch (remedy.type) {
		case "none":
		case "wait":
			return "";
		case "retry-failed-users":
			return `Run ${command("failures --retry")}, then ${command("run")}.`;
		case "provision-on-demand":
			return `Run ${command(`failures --retry${user === null ? " USER" : optionValue(user.id)}`)}, then ${command("run")}.`;
		case "provision-hosted-on-demand":
			return `Run ${command(`job on-demand ${operands(user === null ? "USER" : user.id)}`)}.`;
		case "run-cycle":
			return `Run ${command("run")}.`;
		case "create-role":
			return `Then run ${command("run")}.`;
		case "test-connection":
			return `Run ${command("test-connection")}.`;
		case "enter-credentials":
			return `Set SUMO_PROVISION_ACCESS_ID and SUMO_PROVISION_ACCESS_KEY, or enter them in ${command("console")}, then run ${command("test-connection")}.`;
		case "enter-source-credentials":
			return `Set SUMO_PROVISION_CLIENT_SECRET or SUMO_PROVISION_GRAPH_TOKEN, or enter it in ${command("console")}, then run ${command("test-connection")}.`;
		case "check-source-file":
			return `Run ${command(`source check ${operands(remedy.file)}`)} to see what is wrong with it.`;
		case "start-demo":
			return `Run ${command("demo")}, or add --demo.`;
		case "fix-at-source":
			return `Run ${command(`why ${operands(who)}`)} to see where each value comes from.`;
		case "fix-mapping":
			return `Run ${command("mapping check --everyone")} to find every such user.`;
		case "link-account":
			return `Run ${command(`link ${operands(who, remedy.account === null ? "ACCOUNT" : remedy.account.id)}`)} to link an account.`;
		case "delete-deactivated-account":
			return `Run ${command("console")}, which deletes deactivated accounts after a snapshot.`;
		case "assign-user":
			return `Run ${command(`why ${operands(who)}`)} to see the user's assignments.`;
		case "change-scope":
			return `Set --scope, or edit the scope in ${command("console")}.`;
		case "allow-deletions":
			return `Run ${command("deletions")} to list them, and ${command("deletions --allow")} to allow them one time.`;
		case "repair-drift":
			return `Run ${command("drift --repair")}, or ${command("settings set driftRepair on")} for every comparison.`;
		case "switch-on":
			return `Run ${command("run")} to try again, and switch provisioning On in ${command("console")}.`;
		case "pause-hosted-job":
			return `Run ${command("job pause")}, even if it has been paused elsewhere since, or ${command("job hand-over --to direct")} to take over its accounts.`;
		case "turn-direct-off":
			return `Turn it off in ${command(`console --profile${optionValue(remedy.profile)}`)}, or run ${command("job hand-over --to hosted")}, which takes over its accounts.`;
		case "set-up-application":
			return `Run ${command("setup apply --file setup.yaml --yes")} to create it.`;
		case "set-up-hosted-job":
			return `Run ${command("setup apply --file setup.yaml --yes")}, with the current credentials in the environment.`;
		case "restart-hosted-job":
			return remedy.failures === false
				? `Run ${command("job restart")}.`
				: `Run ${command("job logs --status failure")} to see what fails, fix the cause, then run ${command("job restart")}.`;
		case "allow-hosted-deletions":
			return `Run ${command("job logs --text StagedDelete")} to list them, and ${command("job restart --scope deletions --yes")} to allow them one time.`;
		case "compare-job-mapping":
			return `Run ${command("job mapping diff")} to see the current differences, then try again.`;
		case "change-setting":
			return `Run ${command(settingCommand[remedy.setting])}${remedy.setting === "actions" ? ", or the same for actions.update or actions.delete" : ""}.`;
	}
}

const settingCommand: Readonly<Record<Extract<Remedy, { type: "change-setting" }>["setting"], string>> = {
	rate: "settings set rate 2",
	actions: "settings set actions.create on",
	driftRepair: "settings set driftRepair on",
	reactivation: "settings set reactivation try",
};

function command(text: string): string {
	return `\`sumo-provision ${text}\``;
}

/** Values as operands of a command; after `--`, one that begins with a dash is not taken for a flag. */
function operands(...values: readonly string[]): string {
	const words = values.map(quoted);
	return [...(values.some(isFlagLike) ? ["--"] : []), ...words].join(" ");
}

/** A value as that of the flag before it. */
function optionValue(value: string): string {
	return `${isFlagLike(value) ? "=" : " "}${quoted(value)}`;
}

function isFlagLike(value: string): boolean {
	return value.startsWith("-");
}

/** A value as one word of a POSIX shell. */
function quoted(value: string): string {
	return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
