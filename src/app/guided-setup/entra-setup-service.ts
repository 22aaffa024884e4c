import { join } from "node:path";
import type { Profile } from "../../config/profile.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { OpenTenantOptions } from "../tenant/open-tenant.ts";
import type { EntraSetup } from "./entra-setup.ts";

export type EntraSetupParts = {
	/** How the profile was opened. */
	readonly options: OpenTenantOptions;
	/** The folder of the settings. */
	readonly folder: string;
	readonly profile: () => Profile;
	readonly events: EventBus;
};

/** The setup of a profile, with its file next to the settings. Setup and YAML are loaded when they are needed. */
export function createEntraSetupService({ options, folder, profile, events }: EntraSetupParts): EntraSetup {
	const file = join(folder, "setup", `${profile().name}.yaml`);
	const load = () => import("./setup-of-profile.ts");
	const setup = () => ({ options, file, profile: profile() });
	return {
		file,
		unavailable: () =>
			profile().source.type === "file"
				? "The source of this profile is a file: choose Microsoft Entra ID as its source."
				: undefined,
		values: async () => (await load()).readValues(setup()),
		edit: async (values) => (await load()).editValues(setup(), values),
		async run(given) {
			const { runSetup } = await load();
			try {
				return await runSetup(setup(), given);
			} finally {
				if (given.apply) await events.publish({ type: "connectionChanged" });
			}
		},
	};
}
