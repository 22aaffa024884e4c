import { createEventBus } from "../../../src/app/events/event-bus.ts";
import type { ProfileEdit, Seen } from "../../../src/app/profile/profile-state.ts";
import { refuseUnseen } from "../../../src/app/profile/refuse-unseen.ts";
import { type Profile, profileSchema } from "../../../src/config/profile.ts";

/** A profile that is saved in memory: through JSON and its schema, as the settings file does it, and published. */
export function profileInMemory(change: object = {}) {
	const events = createEventBus();
	let profile: Profile = profileSchema.parse({
		name: "test",
		source: { type: "demo" },
		target: { deployment: "us2" },
		...change,
	});
	let saves = 0;
	return {
		events,
		profile: () => profile,
		saves: () => saves,
		saveRules: async (edit: ProfileEdit, seen: Seen) => {
			if (seen !== "present") refuseUnseen(seen(profile), profile);
			const before = profile;
			profile = profileSchema.parse(JSON.parse(JSON.stringify(edit(profile))));
			saves += 1;
			await events.publish({ type: "profileChanged", before, after: profile });
		},
	};
}
