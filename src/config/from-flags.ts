import { issueWords } from "../text/issue-words.ts";
import { type Environment, GivenOptions, wrong } from "./given-options.ts";
import { type Profile, type ProfileInUse, parseProfile } from "./profile.ts";
import { connectionOptions } from "./settings/connection.ts";
import { type Flags, storedSettings } from "./settings/index.ts";
import type { Option } from "./settings/option.ts";
import { givenSecrets, verifyGivenSettings, withGivenSettings } from "./settings-from-flags.ts";
import { sourceFrom, sourceSecretFrom } from "./source-from-flags.ts";
import { secretTokenFrom, targetFrom } from "./target-from-flags.ts";

/** The name of the profile when neither flags nor environment nor settings name one. */
export const unnamed = "default";

/** The name of the profile that flags or environment select. */
export function profileName(flags: Flags, env: Environment): string | undefined {
	return new GivenOptions(flags, env).value(connectionOptions.profile);
}

/** Whether flags or environment give the source or the target: then no saved profile is needed. */
export function namesConnection(flags: Flags, env: Environment): boolean {
	const given = new GivenOptions(flags, env);
	const { source, scimUrl, deployment, tenantId } = connectionOptions;
	return [source, scimUrl, deployment, tenantId].some((option) => given.value(option) !== undefined);
}

/** The file of mappings that flags or environment name, for the caller to read. */
export function mappingsFile(flags: Flags, env: Environment): string | undefined {
	return new GivenOptions(flags, env).value(connectionOptions.mappings);
}

/**
 * The profile of a run: flags override the environment, the environment overrides what is saved.
 * Saved secrets are only sent to the target or source they were saved for: another one needs its own.
 *
 * @param saved null when the run has only flags and environment.
 * @param mappings the `mappings` of the file that `mappingsFile` names, as parsed JSON.
 * @throws UsageError naming the flag and the variable
 */
export function profileFromFlags({
	flags,
	env,
	saved,
	mappings,
}: {
	readonly flags: Flags;
	readonly env: Environment;
	readonly saved: ProfileInUse | null;
	readonly mappings?: unknown;
}): ProfileInUse {
	const given = new GivenOptions(flags, env);
	const { profile: name, appName, scope } = connectionOptions;
	const connected = {
		...saved?.profile,
		name: saved?.profile.name ?? given.value(name) ?? unnamed,
		...defined("appName", given.value(appName)),
		source: sourceFrom(given, saved?.profile.source),
		target: targetFrom(given, saved?.profile.target),
		...defined("mappings", mappings),
		scope: { ...saved?.profile.scope, ...defined("users", given.value(scope)) },
	};
	const profile = readProfile(withGivenSettings(connected, given));
	return {
		profile,
		secrets: {
			...defined("secretToken", secretTokenFrom(given, profile, saved)),
			...defined("sourceSecret", sourceSecretFrom(given, profile, saved)),
			...defined("webhook", saved?.secrets.webhook),
			...givenSecrets(given),
		},
	};
}

/**
 * Checks what the values of flags and environment refer to, such as files.
 *
 * @throws UsageError naming the flag, the variable and what cannot be used
 */
export function verifyFlags(flags: Flags, env: Environment): void {
	verifyGivenSettings(new GivenOptions(flags, env));
}

/** The option that sets a part of the profile, for messages. The first one with a path that the part starts with applies. */
const origins: readonly (readonly [path: string, option: Option])[] = [
	["name", connectionOptions.profile],
	["appName", connectionOptions.appName],
	["source.graphUrl", connectionOptions.graphUrl],
	["source.tenantId", connectionOptions.tenantId],
	["source.clientId", connectionOptions.clientId],
	["source.application", connectionOptions.application],
	["source.signIn", connectionOptions.signIn],
	["source.certificate", connectionOptions.certificate],
	["source", connectionOptions.source],
	["target.scimUrl", connectionOptions.scimUrl],
	["target", connectionOptions.deployment],
	["mappings", connectionOptions.mappings],
	["scope", connectionOptions.scope],
	...storedSettings.map(({ path, option }) => [path, option] as const),
];

function readProfile(candidate: unknown): Profile {
	const parsed = parseProfile(candidate);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const path = issue?.path.join(".") ?? "";
	const origin = origins.find(([start]) => path === start || path.startsWith(`${start}.`));
	const place = path.startsWith("mappings.") ? `, ${path}` : "";
	throw wrong(
		origin?.[1] ?? connectionOptions.profile,
		`cannot be used${place}: ${issueWords(issue?.message ?? "unknown reason")}`,
	);
}

/** A property only if there is a value: otherwise the saved one stays. */
function defined<Name extends string, Value>(
	name: Name,
	value: Value | undefined,
): { readonly [name in Name]?: Value } {
	const part: { [name in Name]?: Value } = {};
	if (value !== undefined) part[name] = value;
	return part;
}
