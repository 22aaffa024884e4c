import { option } from "./option.ts";
import { nextUser, setting } from "./setting.ts";
import { anyNumber, onOrOff, wholeNumber } from "./value-type.ts";

const group = "Deletion guard";

/** `off`, `20` or `20,10%`. A number alone sets no percentage. */
function parseGuard(text: string): Readonly<Record<string, unknown>> | undefined {
	const found = /^(\d+)(?:\s*,\s*(\d+(?:\.\d+)?)%)?$/.exec(text);
	if (text !== "off" && found === null) return undefined;
	return {
		"provisioning.deletionGuard.enabled": text !== "off",
		"provisioning.deletionGuard.count": Number(found?.[1] ?? 0),
		"provisioning.deletionGuard.percent": Number(found?.[2] ?? 0),
	};
}

const guard = option({
	flag: "--deletion-guard",
	variable: "SUMO_PROVISION_DELETION_GUARD",
	takes: "n[,p%]|off",
	help: "hold back the deactivations and deletions of a cycle that has more of them than this",
	several: {
		range: "a number of users, a number and a percentage such as 20,10%, or off",
		parse: parseGuard,
	},
});

/** The guard holds back the deactivations and deletions of a cycle beyond the greater of a count and a share. */
export const deletionGuardSettings = [
	setting({
		id: "guard",
		path: "provisioning.deletionGuard.enabled",
		group,
		label: "Deletion guard",
		meaning:
			"Holds back all deactivations and deletions of a cycle that has more of them than the two settings below allow, that would leave none of three or more managed accounts, or whose source shows no users or less than half of them.",
		effect: nextUser,
		type: onOrOff(true),
		risk: (text) =>
			text === "off"
				? "Without the deletion guard, a broken file or a lost permission at the source can deactivate or delete all accounts in one cycle."
				: undefined,
		option: guard,
	}),
	setting({
		id: "guardCount",
		path: "provisioning.deletionGuard.count",
		group,
		label: "Guard: users",
		meaning:
			"Maximum number of deactivations and deletions in one cycle; or the percentage below, whichever is more.",
		effect: nextUser,
		type: wholeNumber({ default: 20, min: 0, range: "a whole number of users, 0 or more" }),
		withUnit: (text) => `${text} users`,
		option: guard,
	}),
	setting({
		id: "guardPercent",
		path: "provisioning.deletionGuard.percent",
		group,
		label: "Guard: share",
		meaning:
			"Maximum share of the managed accounts that one cycle deactivates or deletes; or the number above, whichever is more.",
		effect: nextUser,
		type: anyNumber({ default: 10, min: 0, max: 100, range: "between 0 and 100 percent" }),
		withUnit: (text) => `${text} %`,
		option: guard,
	}),
] as const;
