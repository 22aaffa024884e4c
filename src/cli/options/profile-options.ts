import { type Flags, type Setting, spellings } from "../../config/spellings.ts";
import { flag, type OptionSpec, text } from "./option.ts";

/** What the flags of a profile say, as typed. */
export type ProfileFlags = Flags & { readonly home?: string; readonly demo?: boolean };

/** The folder to work in. */
export const homeOption = {
	home: text("folder", "folder for settings, secrets and state (SUMO_PROVISION_HOME)"),
};

/** Which profile's store to open, for commands that need no source, no target and no credentials. */
export const storeOptions = {
	...homeOption,
	demo: flag("the store of the embedded demo tenant"),
	profile: text("name", `the store of this profile (${spellings.profile[1]})`),
};

/**
 * Which profile to open, and settings that override its saved ones. Secrets are never flags: a flag shows in the process list, so a flag
 * names the environment variable that holds the secret.
 */
export const profileOptions = {
	...homeOption,
	demo: flag("use the embedded demo tenant"),
	profile: setting("profile", "name", "the saved profile to use"),
	source: setting("source", "file|entra", "a .json or .csv file of users, or entra"),
	scimUrl: setting("scimUrl", "url", "SCIM base URL of the target"),
	deployment: setting("deployment", "code", "Sumo Logic deployment: us1, us2, eu…"),
	tokenEnv: setting("tokenEnv", "name", "variable that holds the secret token, Base64 of accessId:accessKey"),
	tenantId: setting("tenantId", "id", "Entra tenant"),
	clientId: setting("clientId", "id", "the application that reads Entra"),
	clientSecretEnv: setting("clientSecretEnv", "name", "variable that holds that application's client secret"),
	graphUrl: setting("graphUrl", "url", "another Microsoft Graph than the public one"),
	graphTokenEnv: setting(
		"graphTokenEnv",
		"name",
		"variable that holds an access token for Graph, instead of a client secret",
	),
	application: setting("application", "id|name", "the enterprise application whose assignments count"),
	appName: setting("appName", "name", "how the application is called in messages"),
	interval: setting("interval", "minutes", "minutes between cycles, 5 to 1440"),
	rate: setting("rate", "requests", "requests per second to the target, or off"),
	concurrency: setting("concurrency", "requests", "requests in flight at once"),
	reactivation: setting("reactivation", "try|block", "what to do with a matched account that is deactivated"),
	scope: setting("scope", "assigned|all", "provision assigned users, or all"),
	mappings: setting("mappings", "file", "JSON file with {mappings: […]} instead of the saved ones"),
	actions: setting("actions", "list", "what may be done in the target: create,update,delete"),
	hardDelete: setting(
		"hardDelete",
		"disable|delete",
		"what to do with the account of a user deleted at the source",
	),
	notifyCommand: setting(
		"notifyCommand",
		"program",
		"program to run on quarantine, held-back deletions, failures and recovery",
	),
	notifyWebhookEnv: setting(
		"notifyWebhookEnv",
		"name",
		"variable that holds the URL of a webhook to notify of the same",
	),
	notifyFormat: setting(
		"notifyFormat",
		"auto|text|card",
		"what the webhook takes: text (Slack), a card (Teams), or by its host",
	),
	bell: setting("bell", "on|off", "ring the terminal's bell for the same, in the console"),
	deletionGuard: setting(
		"deletionGuard",
		"n[,p%]|off",
		"hold back more disables and deletes than this in one cycle",
	),
	driftEvery: setting(
		"driftEvery",
		"cycles",
		"compare all accounts with the target after this many cycles, 0 to 500; 0: never",
	),
	driftRepair: setting("driftRepair", "on|off", "repair the drift that this finds, or only log it"),
	keepLog: setting("keepLog", "days", "remove older entries of the log after each cycle; 0: keep all"),
} satisfies Readonly<Record<Setting | "home" | "demo", OptionSpec<unknown>>>;

function setting(name: Setting, takes: string, help: string): OptionSpec<string | undefined> {
	const [, variable] = spellings[name];
	return {
		...text(takes, `${help} (${variable})`),
		heading: "Profile settings (a flag overrides its variable, which overrides what is saved):",
	};
}
