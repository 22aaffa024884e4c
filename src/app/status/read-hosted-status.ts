import { ConfigError } from "../../config/errors/config-error.ts";
import { profileName } from "../../config/from-flags.ts";
import { GivenOptions } from "../../config/given-options.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { modeSetting } from "../../config/settings/cycles.ts";
import { type HostedMatters, readHostedMatters } from "../../jobs/hosted-matters.ts";
import type { CredentialEnd } from "../../ports/source/directory.ts";
import type { JobStatus } from "../../setup/job-status.ts";
import type { OpenTenantOptions } from "../tenant/open-tenant.ts";

/** The state of a profile that Entra's own job provisions, and what is open in it. */
export type HostedReport = {
	readonly profile: string;
	readonly job: JobStatus;
	/** Which entries of its log could not be read, as a sentence; null when all could. */
	readonly unreadable: string | null;
	/** When credentials end that only Graph shows. */
	readonly ends: readonly CredentialEnd[];
} & Pick<HostedMatters, "openMatters" | "logProblem">;

/**
 * Reads the state of Entra's job from Graph, and from its log what is open, if the profile is in hosted mode; null in direct mode, for which nothing is asked.
 *
 * @throws UsageError, ConfigError, DirectoryError
 */
export async function readHostedStatus(
	options: Pick<OpenTenantOptions, "flags" | "env" | "warn">,
	signal?: AbortSignal,
): Promise<HostedReport | null> {
	const { flags, env } = options;
	const given = new GivenOptions(flags, env).value(modeSetting.option);
	if ((given ?? (await savedMode(options))) !== "hosted") return null;
	const { openHostedJob } = await import("../hosted-job/open-hosted-job.ts");
	const job = await openHostedJob(options);
	try {
		const status = await job.status(signal);
		const matters = await readHostedMatters(status, job.log, Date.now());
		return {
			profile: job.profile,
			job: status,
			unreadable: job.unreadable(),
			ends: await job.credentialEnds(signal),
			...matters,
		};
	} finally {
		job.close();
	}
}

/** Undefined for a profile that is not saved, and where settings cannot be read: the store then shows all that is known. */
async function savedMode({
	flags,
	env,
}: Pick<OpenTenantOptions, "flags" | "env">): Promise<string | undefined> {
	const settings = openSettings(resolveHome(flags.home, env));
	try {
		const name = profileName(flags, env) ?? (await settings.currentName());
		return name === undefined ? undefined : (await settings.profile(name))?.provisioning.mode;
	} catch (error) {
		if (error instanceof ConfigError) return undefined;
		throw error;
	}
}
