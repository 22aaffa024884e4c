import { option } from "./option.ts";
import { immediately, setting } from "./setting.ts";
import { anyNumber, wholeNumber } from "./value-type.ts";

export const requestSettings = [
	setting({
		id: "rate",
		path: "provisioning.requestsPerSecond",
		group: "Requests",
		label: "Requests per second",
		meaning:
			"Maximum rate of requests to the target. Sumo Logic allows 4 per second and refuses more. Off is for other SCIM servers.",
		effect: immediately,
		type: anyNumber({ default: 4, min: 0, zero: "off", range: "more than 0 requests per second, or off" }),
		withUnit: (text) => (text === "off" ? "off (no limit)" : `${text} per second`),
		option: option({
			flag: "--rate",
			variable: "SUMO_PROVISION_RATE",
			takes: "requests",
			help: "maximum requests per second to the target, or off",
		}),
	}),
	setting({
		id: "concurrency",
		path: "provisioning.concurrency",
		group: "Requests",
		label: "Concurrent requests",
		meaning: "Maximum number of in-flight requests. Sumo Logic allows 10 per access key.",
		effect: immediately,
		type: wholeNumber({ default: 10, min: 1, max: 100, range: "between 1 and 100 requests" }),
		withUnit: (text) => `${text} at once`,
		option: option({
			flag: "--concurrency",
			variable: "SUMO_PROVISION_CONCURRENCY",
			takes: "requests",
			help: "maximum number of in-flight requests",
		}),
	}),
] as const;
