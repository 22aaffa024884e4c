import { option } from "./option.ts";
import { setting } from "./setting.ts";
import { wholeNumber } from "./value-type.ts";

export const logSettings = [
	setting({
		id: "keepDays",
		path: "log.keepDays",
		group: "Log",
		label: "Keep the log",
		meaning:
			"Days that entries of the provisioning log are kept. Older ones are permanently removed after each cycle.",
		effect: "after the next cycle",
		type: wholeNumber({ default: 0, min: 0, max: 3650, range: "between 0 (forever) and 3650 days" }),
		withUnit: (text) => (text === "0" ? "forever" : text === "1" ? "1 day" : `${text} days`),
		risk: (text) =>
			Number(text) > 0
				? `Entries older than ${text} days are permanently removed after each cycle. To keep a copy, run \`sumo-provision logs --until DATE --format json --output FILE\`.`
				: undefined,
		option: option({
			flag: "--keep-log",
			variable: "SUMO_PROVISION_KEEP_LOG",
			takes: "days",
			help: "remove older entries of the log after each cycle; 0: keep all",
		}),
	}),
] as const;
