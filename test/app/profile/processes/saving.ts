import { createEventBus } from "../../../../src/app/events/event-bus.ts";
import { ProfileConflictError } from "../../../../src/app/profile/profile-conflict-error.ts";
import { ProfileState } from "../../../../src/app/profile/profile-state.ts";
import { resolveHome } from "../../../../src/config/home.ts";
import { revisionOf } from "../../../../src/config/revision.ts";
import { openSettings } from "../../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../../src/config/secrets.ts";

/** Reads the profile acme, waits for a line, saves this interval or this access key, and prints how it ended. */
const [folder = "", kind = "", value = ""] = process.argv.slice(2);
const home = resolveHome(folder, {});
const state = await ProfileState.open(
	{ flags: { profile: "acme" }, env: {} },
	{
		settings: openSettings(home),
		secrets: openSecrets(home, () => undefined),
		events: createEventBus(),
		revision: () => revisionOf(home),
		now: Date.now,
	},
);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
try {
	if (kind === "interval")
		await state.saveSettings(
			(profile) => ({
				...profile,
				provisioning: { ...profile.provisioning, intervalMinutes: Number(value) },
			}),
			{ overridden: false, seen: "present" },
		);
	else if (kind === "count") await count(Number(value));
	else await state.saveConnection(state.inUse, { secretToken: value }, "present");
	process.stdout.write("saved\n");
} catch (error) {
	process.stdout.write(error instanceof ProfileConflictError ? "refused\n" : `${String(error)}\n`);
}
process.exit();

/** Adds one to the interval so often, each time on top of what is saved then. */
async function count(times: number): Promise<void> {
	for (let done = 0; done < times; ) {
		try {
			await state.saveSettings(
				({ provisioning, ...profile }) => ({
					...profile,
					provisioning: { ...provisioning, intervalMinutes: provisioning.intervalMinutes + 1 },
				}),
				{ overridden: false, seen: "present" },
			);
			done += 1;
		} catch (error) {
			if (!(error instanceof ProfileConflictError)) throw error;
		}
	}
}
