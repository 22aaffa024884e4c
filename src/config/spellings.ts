import { UsageError } from "./usage-error.ts";

/**
 * How each setting is spelled as a flag and as a variable. Secrets have no flag of their own, since flags show in the
 * process list: a flag names the variable that holds the secret instead.
 */
export const spellings = {
	profile: ["--profile", "SUMO_PROVISION_PROFILE"],
	source: ["--source", "SUMO_PROVISION_SOURCE"],
	scimUrl: ["--scim-url", "SUMO_PROVISION_SCIM_URL"],
	deployment: ["--deployment", "SUMO_PROVISION_DEPLOYMENT"],
	tokenEnv: ["--token-env", "SUMO_PROVISION_SECRET_TOKEN"],
	tenantId: ["--tenant-id", "SUMO_PROVISION_TENANT_ID"],
	clientId: ["--client-id", "SUMO_PROVISION_CLIENT_ID"],
	clientSecretEnv: ["--client-secret-env", "SUMO_PROVISION_CLIENT_SECRET"],
	graphUrl: ["--graph-url", "SUMO_PROVISION_GRAPH_URL"],
	graphTokenEnv: ["--graph-token-env", "SUMO_PROVISION_GRAPH_TOKEN"],
	application: ["--application", "SUMO_PROVISION_APPLICATION"],
	appName: ["--app-name", "SUMO_PROVISION_APP_NAME"],
	interval: ["--interval", "SUMO_PROVISION_INTERVAL"],
	rate: ["--rate", "SUMO_PROVISION_RATE"],
	concurrency: ["--concurrency", "SUMO_PROVISION_CONCURRENCY"],
	reactivation: ["--reactivation", "SUMO_PROVISION_REACTIVATION"],
	scope: ["--scope", "SUMO_PROVISION_SCOPE"],
	mappings: ["--mappings", "SUMO_PROVISION_MAPPINGS"],
	actions: ["--actions", "SUMO_PROVISION_ACTIONS"],
	hardDelete: ["--hard-delete", "SUMO_PROVISION_HARD_DELETE"],
	notifyCommand: ["--notify-command", "SUMO_PROVISION_NOTIFY_COMMAND"],
	notifyWebhookEnv: ["--notify-webhook-env", "SUMO_PROVISION_NOTIFY_WEBHOOK"],
	notifyFormat: ["--notify-format", "SUMO_PROVISION_NOTIFY_FORMAT"],
	bell: ["--bell", "SUMO_PROVISION_BELL"],
	deletionGuard: ["--deletion-guard", "SUMO_PROVISION_DELETION_GUARD"],
	driftEvery: ["--drift-every", "SUMO_PROVISION_DRIFT_EVERY"],
	driftRepair: ["--drift-repair", "SUMO_PROVISION_DRIFT_REPAIR"],
	keepLog: ["--keep-log", "SUMO_PROVISION_KEEP_LOG"],
} as const satisfies Record<string, readonly [flag: string, variable: string]>;

export type Setting = keyof typeof spellings;

/** The settings whose flag names a variable: the variable of the table holds the secret itself. */
export type SecretSetting = "tokenEnv" | "clientSecretEnv" | "graphTokenEnv" | "notifyWebhookEnv";

/** What was typed, by commander's names. */
export type Flags = { readonly [name in Setting]?: string | undefined };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from: a flag wins over the environment. */
export type Origin = "flag" | "environment";

export type Given = { readonly value: string; readonly origin: Origin };

/** What flags and environment say. A variable that is set to nothing counts as not set. */
export class Typed {
	readonly #flags: Flags;
	readonly #env: Environment;

	constructor(flags: Flags, env: Environment) {
		this.#flags = flags;
		this.#env = env;
	}

	/** The value of a setting, if there is one. */
	get(setting: Exclude<Setting, SecretSetting>): Given | undefined {
		const flag = this.#flags[setting];
		if (flag !== undefined) return { value: flag, origin: "flag" };
		const value = this.variable(spellings[setting][1]);
		return value === undefined ? undefined : { value, origin: "environment" };
	}

	value(setting: Exclude<Setting, SecretSetting>): string | undefined {
		return this.get(setting)?.value;
	}

	/** Which flag or variable a value comes from, for people; undefined when neither says anything. */
	origin(setting: Setting): string | undefined {
		const [flag, variable] = spellings[setting];
		if (this.#flags[setting] !== undefined) return flag;
		return this.variable(variable) === undefined ? undefined : variable;
	}

	/** A secret, from the variable that the flag names, else from the usual variable. */
	secret(setting: SecretSetting): Given | undefined {
		const named = this.#flags[setting];
		if (named === undefined) {
			const value = this.variable(spellings[setting][1]);
			return value === undefined ? undefined : { value, origin: "environment" };
		}
		const value = this.variable(named);
		if (value === undefined) {
			// Whoever gives the secret itself here must not see it again in a message.
			const what = /^[A-Z_][A-Z0-9_]{0,63}$/.test(named)
				? `the variable ${named}, which is not set`
				: "no variable that is set";
			throw wrong(
				setting,
				`names ${what}: it takes the name of the environment variable that holds the secret`,
			);
		}
		return { value, origin: "flag" };
	}

	/** A variable that is set to something. */
	variable(name: string): string | undefined {
		const value = this.#env[name]?.trim();
		return value === "" ? undefined : value;
	}
}

/** Says what a setting must be: `--interval (or SUMO_PROVISION_INTERVAL) must be …`. */
export function wrong(setting: Setting, message: string): UsageError {
	const [flag, variable] = spellings[setting];
	return new UsageError(flag, variable, `${flag} (or ${variable}) ${message}.`);
}
