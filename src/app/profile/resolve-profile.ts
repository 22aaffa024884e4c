import { z } from "zod";
import { UsageError } from "../../config/errors/usage-error.ts";
import {
	mappingsFile,
	namesConnection,
	profileFromFlags,
	profileName,
	unnamed,
	verifyFlags,
} from "../../config/from-flags.ts";
import { type Environment, spelled, wrong } from "../../config/given-options.ts";
import { NotJsonError, parseJson, readNamedText } from "../../config/json/json-file.ts";
import type { ProfileInUse } from "../../config/profile.ts";
import { type Profile, parseProfile, profileSchema } from "../../config/profile.ts";
import type { Settings } from "../../config/saved-profiles.ts";
import type { Secrets } from "../../config/secrets.ts";
import { connectionOptions } from "../../config/settings/connection.ts";
import type { Flags } from "../../config/settings/index.ts";
import { MappingError } from "../../mapping/user/errors.ts";
import { type DemoConnection, demoName } from "./demo-connection.ts";
import { mappingSetOf } from "./profile-parts.ts";

/** What selects the profile to open. */
export type ProfileChoice = {
	readonly flags: Flags;
	readonly env: Environment;
	/** A profile that does not exist yet starts empty, and the credentials screen completes it. */
	readonly begin?: boolean | undefined;
	/**
	 * Neither source nor target is used: unless given, they are as in a new profile, and no secret is read or
	 * required.
	 */
	readonly offline?: boolean | undefined;
	/** Like `offline`, and the store must exist: that of the profile, of what flags name, or the one last written under the name. */
	readonly stored?: boolean | undefined;
	/** Present to use the running demo tenant. */
	readonly demo?: DemoConnection | undefined;
};

/** The profile to open: the demo's, or the saved one with flags and environment variables on top, or these alone. */
export async function resolveProfile(
	{ flags, env, demo, begin = false, stored = false, offline = stored }: ProfileChoice,
	settings: Pick<Settings, "profile" | "currentName">,
	secrets: Pick<Secrets, "read">,
): Promise<ProfileInUse> {
	if (demo !== undefined) return demoInUse(demo, settings, secrets);
	const name = profileName(flags, env) ?? (await settings.currentName());
	const profile = name === undefined ? undefined : await settings.profile(name);
	const saved = offline
		? { profile: profile ?? begun(name ?? unnamed).profile, secrets: {} }
		: profile === undefined
			? null
			: { profile, secrets: await secrets.read(profile.name) };
	if (saved === null && begin && !namesConnection(flags, env)) return begun(name ?? unnamed);
	const file = mappingsFile(flags, env);
	const mappings = file === undefined ? undefined : await readMappings(file);
	const inUse = profileFromFlags({ flags, env, saved, ...(mappings === undefined ? {} : { mappings }) });
	// What is open in hosted mode, only Entra shows.
	if (stored && inUse.profile.provisioning.mode === "hosted")
		return resolveProfile({ flags, env, begin }, settings, secrets);
	verifyFlags(flags, env);
	if (file !== undefined) await assertCompiles(inUse.profile, file);
	return inUse;
}

/** A profile with nothing but usual defaults. */
function begun(name: string): ProfileInUse {
	const source = { type: "entra", tenantId: "", clientId: "", application: "Sumo Logic" };
	const parsed = parseProfile({ name, source, target: { deployment: "us1" } });
	if (parsed.success) return { profile: parsed.data, secrets: {} };
	const [issue] = parsed.error.issues;
	throw wrong(connectionOptions.profile, `cannot be "${name}": ${issue?.message ?? ""}`);
}

/** The saved settings of the demo, with the target as it runs now; its credentials are never saved. */
async function demoInUse(
	demo: DemoConnection,
	settings: Pick<Settings, "profile">,
	vault: Pick<Secrets, "read">,
): Promise<ProfileInUse> {
	const saved = await settings.profile(demoName);
	const target = { deployment: "custom", scimUrl: demo.scimUrl };
	const profile = profileSchema.parse({ name: demoName, source: { type: "demo" }, ...saved, target });
	const { webhook } = await vault.read(demoName);
	return {
		profile,
		secrets: { secretToken: demo.secretToken, ...(webhook === undefined ? {} : { webhook }) },
	};
}

const mappingsSchema = z.object({ mappings: z.array(z.unknown()) });

async function readMappings(file: string): Promise<readonly unknown[]> {
	const text = await readNamedText(file, connectionOptions.mappings);
	if (text === undefined) throw wrongFile(file, "there is no such file");
	const parsed = mappingsSchema.safeParse(jsonOf(file, text));
	if (!parsed.success)
		throw wrongFile(file, "it must be an object with an array of mappings: {mappings: […]}");
	return parsed.data.mappings;
}

function jsonOf(file: string, text: string): unknown {
	try {
		return parseJson(text);
	} catch (error) {
		throw error instanceof NotJsonError ? wrongFile(file, error.message) : error;
	}
}

async function assertCompiles(profile: Profile, file: string): Promise<void> {
	const { compileMappings } = await import("../../mapping/user/compile.ts");
	try {
		compileMappings(mappingSetOf(profile));
	} catch (error) {
		throw error instanceof MappingError ? wrongFile(file, error.message) : error;
	}
}

function wrongFile(file: string, problem: string): UsageError {
	const { flag, variable } = connectionOptions.mappings;
	return new UsageError(flag, variable, `${spelled(connectionOptions.mappings)}: ${file}: ${problem}`);
}
