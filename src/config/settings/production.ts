import { option } from "./option.ts";
import { immediately, setting } from "./setting.ts";
import { onOrOff } from "./value-type.ts";

/** What marks a profile whose accounts are in use. Commands do not ask: a script has decided. */
export const productionSetting = setting({
	id: "production",
	path: "production",
	group: "Profile",
	label: "Production",
	meaning:
		"Marks the profile in the console's header. Before the console writes anything, the target's name must be typed. Commands do not ask.",
	effect: immediately,
	type: onOrOff(false),
	option: option({
		flag: "--production",
		variable: "SUMO_PROVISION_PRODUCTION",
		takes: "on|off",
		help: "mark the profile as production: the console asks for the target's name before it writes",
	}),
});
