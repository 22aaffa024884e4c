import { readFile } from "node:fs/promises";
import { z } from "zod";
import { mappingsFile, type ProfileInUse, profileFromFlags, profileName } from "../config/from-flags.ts";
import { profileSchema } from "../config/profile.ts";
import type { Secrets } from "../config/secrets.ts";
import type { Settings } from "../config/settings.ts";
import type { Environment, Flags } from "../config/spellings.ts";
import { UsageError } from "../config/usage-error.ts";
import { type DemoConnection, demoName } from "./demo-connection.ts";

/** What decides which profile a session works with. */
export type ProfileChoice = {
	readonly flags: Flags & { readonly home?: string | undefined };
	readonly env: Environment;
	/** Present when the demo tenant runs and is meant. */
	readonly demo?: DemoConnection | undefined;
};

/** The profile of a session: the demo's, or the saved one that is asked for with flags and environment on top, or these alone. */
export async function resolveProfile(
	{ flags, env, demo }: ProfileChoice,
	settings: Settings,
	secrets: Secrets,
): Promise<ProfileInUse> {
	if (demo !== undefined) return demoInUse(demo, settings);
	const name = profileName(flags, env) ?? (await settings.currentName());
	const profile = name === undefined ? undefined : await settings.profile(name);
	const saved = profile === undefined ? null : { profile, secrets: await secrets.read(profile.name) };
	const mappings = await readMappings(mappingsFile(flags, env));
	return profileFromFlags({ flags, env, saved, ...(mappings === undefined ? {} : { mappings }) });
}

/** What is saved of the demo's settings, pointing at the tenant as it runs now; its credentials are never saved. */
async function demoInUse(demo: DemoConnection, settings: Settings): Promise<ProfileInUse> {
	const saved = await settings.profile(demoName);
	const target = { deployment: "custom", scimUrl: demo.scimUrl };
	const profile = profileSchema.parse({ name: demoName, source: { type: "demo" }, ...saved, target });
	return { profile, secrets: { secretToken: demo.secretToken } };
}

const mappingsSchema = z.object({ mappings: z.array(z.unknown()) });

async function readMappings(file: string | undefined): Promise<readonly unknown[] | undefined> {
	if (file === undefined) return undefined;
	const wrong = (problem: string) =>
		new UsageError("--mappings", "SUMO_PROVISION_MAPPINGS", `${file}: ${problem}`);
	let json: unknown;
	try {
		json = JSON.parse(await readFile(file, "utf8"));
	} catch (error) {
		throw wrong(error instanceof Error ? error.message : String(error));
	}
	const parsed = mappingsSchema.safeParse(json);
	if (!parsed.success) throw wrong("it must be an object with an array of mappings: {mappings: […]}");
	return parsed.data.mappings;
}
