import { ConfigError } from "../../config/errors/config-error.ts";
import { UsageError } from "../../config/errors/usage-error.ts";
import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { connectionOptions } from "../../config/settings/connection.ts";
import { recordFailedStart } from "../../engine/cycle/ending/record-failed-start.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";
import { isNewStore } from "../../store/sqlite/store-file.ts";
import { isDeadLease } from "../process/runner.ts";
import { systemClock as clock } from "../process/system-clock.ts";
import type { ProfileChoice } from "../profile/resolve-profile.ts";
import { openStoreFile } from "../profile/store/open-store-file.ts";
import { latestStore } from "../profile/store/profile-store.ts";

/**
 * Records that no cycle could start because the profile could not be opened, such as without its credentials: `status` and the console
 * show it until a cycle completes. Does nothing for a profile that is neither saved nor has run, while another process runs it, and for
 * errors that are not about settings or secrets. Throws `StoreError` and `ConfigError`.
 */
export async function recordUnopened(
	{ flags, env }: Pick<ProfileChoice, "flags" | "env">,
	thrown: unknown,
): Promise<void> {
	const cause = causeOf(thrown);
	if (cause === null) return;
	const home = resolveHome(flags.home, env);
	const settings = openSettings(home);
	const name = profileName(flags, env) ?? (await settings.currentName()) ?? unnamed;
	const file = latestStore(home, name);
	if (isNewStore(file) && !(await settings.profileNames()).includes(name)) return;
	const store = await openStoreFile(file);
	try {
		const lease = await store.lease();
		if (lease !== undefined && !isDeadLease(lease)) return;
		await recordFailedStart(cause, { store, clock, emit: () => undefined });
	} finally {
		await store.close();
	}
}

/**
 * What was thrown, with the remedy of its kind; null for what is not about secrets. Of files, those with secrets and certificates come
 * here: settings that can't be read have no store.
 */
function causeOf(thrown: unknown): RemediableError | null {
	const remedy =
		thrown instanceof ConfigError ? "run-cycle" : thrown instanceof UsageError ? remedyFor(thrown) : null;
	return remedy && thrown instanceof Error
		? new RemediableError(thrown.message, { type: remedy }, thrown)
		: null;
}

function remedyFor({ variable }: UsageError): "enter-credentials" | "enter-source-credentials" | null {
	const { token, clientSecret, graphToken, certificate, certificatePassphrase } = connectionOptions;
	if (variable === token.variable) return "enter-credentials";
	const ofSource = [clientSecret, graphToken, certificate, certificatePassphrase];
	return ofSource.some((option) => option.variable === variable) ? "enter-source-credentials" : null;
}
