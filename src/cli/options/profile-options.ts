import type { Command } from "commander";
import { type Flags, type Setting, spellings } from "../../config/spellings.ts";

/** What the flags of a profile say, as typed. Names are commander's, in camel case. */
export type ProfileFlags = Flags & { readonly home?: string; readonly demo?: boolean };

/** What each setting takes, for `--help`. */
const options = [
	option("profile", "name", "the saved profile to use"),
	option("source", "file|entra", "a .json or .csv file of users, or entra"),
	option("scimUrl", "url", "SCIM base URL of the target"),
	option("deployment", "code", "Sumo Logic deployment: us1, us2, eu…"),
	option("tokenEnv", "name", "variable that holds the secret token, Base64 of accessId:accessKey"),
	option("tenantId", "id", "Entra tenant"),
	option("clientId", "id", "the application that reads Entra"),
	option("clientSecretEnv", "name", "variable that holds that application's client secret"),
	option("graphUrl", "url", "another Microsoft Graph than the public one"),
	option(
		"graphTokenEnv",
		"name",
		"variable that holds an access token for Graph, instead of a client secret",
	),
	option("application", "id|name", "the enterprise application whose assignments count"),
	option("appName", "name", "how the application is called in messages"),
	option("interval", "minutes", "minutes between cycles, 5 to 1440"),
	option("rate", "requests", "requests a second to the target, or off"),
	option("concurrency", "requests", "requests under way at once"),
	option("reactivation", "try|block", "what to do with a matched account that is deactivated"),
	option("scope", "assigned|all", "provision assigned users, or all"),
	option("mappings", "file", "JSON file with {mappings: […]} instead of the saved ones"),
	option("actions", "list", "what may be done in the target: create,update,delete"),
	option("hardDelete", "disable|delete", "what to do with the account of a user deleted at the source"),
	option(
		"notifyCommand",
		"program",
		"program to run on quarantine, held-back deletions, failures and recovery",
	),
	option("notifyWebhookEnv", "name", "variable that holds the URL of a webhook to tell the same"),
	option(
		"notifyFormat",
		"auto|text|card",
		"what the webhook takes: text (Slack), a card (Teams), or by its host",
	),
	option("bell", "on|off", "ring the terminal's bell for the same, in the console"),
	option("deletionGuard", "n[,p%]|off", "hold back more disables and deletes than this in one cycle"),
	option(
		"driftEvery",
		"cycles",
		"compare everybody with the target after so many cycles, 0 to 500; 0: never",
	),
	option("driftRepair", "on|off", "repair what such a comparison finds, or only log it"),
	option("keepLog", "days", "remove older entries of the log after each cycle; 0: keep all"),
];

function option(setting: Setting, takes: string, help: string) {
	const [flag, variable] = spellings[setting];
	return { flag, variable, takes, help };
}

/** Adds the options that say whose store is meant, for commands that need no source, no target and no credentials. */
export function storeOptions(command: Command): Command {
	const [flag, variable] = spellings.profile;
	return command
		.option("--home <folder>", "folder for settings, secrets and state (SUMO_PROVISION_HOME)")
		.option("--demo", "the embedded demo tenant's")
		.option(`${flag} <name>`, `the profile (${variable})`);
}

/**
 * Adds the options that choose a profile, or stand in for one. Secrets are never flags: a flag shows in the process list,
 * so a flag names the environment variable that holds the secret.
 */
export function profileOptions(command: Command): Command {
	command
		.option("--home <folder>", "folder for settings, secrets and state (SUMO_PROVISION_HOME)")
		.option("--demo", "use the embedded demo tenant");
	for (const { flag, variable, takes, help } of options) {
		command.option(`${flag} <${takes}>`, `${help} (${variable})`);
	}
	return command;
}
