import { option } from "./option.ts";
import { nextCycle, setting } from "./setting.ts";
import { onOrOff, wholeNumber } from "./value-type.ts";

export const driftSettings = [
	setting({
		id: "driftEvery",
		path: "provisioning.driftEvery",
		group: "Drift",
		label: "Check for drift",
		meaning:
			"After this many cycles, all accounts are compared with the target to find changes made outside sumo-provision.",
		effect: nextCycle,
		type: wholeNumber({ default: 0, min: 0, max: 500, range: "between 0 (only on demand) and 500 cycles" }),
		withUnit: (text) =>
			text === "0" ? "only on demand" : text === "1" ? "every cycle" : `every ${text} cycles`,
		option: option({
			flag: "--drift-every",
			variable: "SUMO_PROVISION_DRIFT_EVERY",
			takes: "cycles",
			help: "compare all accounts with the target after this many cycles, 0 to 500; 0: only on demand",
		}),
	}),
	setting({
		id: "driftRepair",
		path: "provisioning.driftRepair",
		group: "Drift",
		label: "Repair drift",
		meaning: "Whether the drift that such a check finds is repaired, or only logged.",
		effect: "with the next check",
		type: onOrOff(false),
		risk: (text) =>
			text === "on"
				? "Cycles will overwrite what was changed in the target outside sumo-provision, without asking for each account."
				: undefined,
		option: option({
			flag: "--drift-repair",
			variable: "SUMO_PROVISION_DRIFT_REPAIR",
			takes: "on|off",
			help: "repair the drift that such a check finds, or only log it",
		}),
	}),
] as const;
