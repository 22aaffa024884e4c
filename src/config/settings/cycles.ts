import { option } from "./option.ts";
import { setting } from "./setting.ts";
import { oneOf, wholeNumber } from "./value-type.ts";

/** Which job provisions the profile. */
export const modeSetting = setting({
	id: "mode",
	path: "provisioning.mode",
	group: "Cycles",
	label: "Provisioned by",
	meaning:
		"Which job provisions the users: the engine of sumo-provision, or Entra's own job, which then is shown and controlled here.",
	effect: "immediately; provisioning of the other job stays as it is, so use `job hand-over`",
	type: oneOf("direct", [
		{ value: "direct", label: "sumo-provision (direct)" },
		{ value: "hosted", label: "Entra's own job (hosted)" },
	]),
	risk: (text) =>
		text === "hosted"
			? "The console then shows and controls Entra's own job. The accounts are not handed over: to move them safely, use `job hand-over` instead."
			: "The console then runs cycles of its own. Entra's job stays as it is: while both are on, they write to the same accounts. To move the accounts safely, use `job hand-over` instead.",
	option: option({
		flag: "--mode",
		variable: "SUMO_PROVISION_MODE",
		takes: "direct|hosted",
		help: "provision with sumo-provision's engine, or show and control Entra's own job",
	}),
});

export const cycleSettings = [
	modeSetting,
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
