import { option } from "./option.ts";
import { setting } from "./setting.ts";
import { wholeNumber } from "./value-type.ts";

export const cycleSettings = [
	setting({
		id: "interval",
		path: "provisioning.intervalMinutes",
		group: "Cycles",
		label: "Interval",
		meaning: "Minutes from the start of one cycle to the start of the next, while provisioning is On.",
		effect: "immediately, and reschedules the next cycle",
		type: wholeNumber({ default: 40, min: 5, max: 1440, range: "between 5 minutes and 24 hours" }),
		withUnit: (text) => `${text} minutes`,
		option: option({
			flag: "--interval",
			variable: "SUMO_PROVISION_INTERVAL",
			takes: "minutes",
			help: "minutes between cycles, 5 to 1440",
		}),
	}),
] as const;
