import { option } from "./option.ts";
import { nextUser, setting } from "./setting.ts";
import { oneOf, onOrOff } from "./value-type.ts";

const actions = option({
	flag: "--actions",
	variable: "SUMO_PROVISION_ACTIONS",
	takes: "list",
	help: "what cycles may do in the target: create,update,delete",
	several: {
		range: "create, update and delete, or some of them, separated by commas",
		parse(text) {
			const on = new Set(text.split(",").map((action) => action.trim()));
			const values = {
				"actions.create": on.delete("create"),
				"actions.update": on.delete("update"),
				"actions.delete": on.delete("delete"),
			};
			return on.size === 0 ? values : undefined;
		},
	},
});

/** A change of the allowed actions makes the next cycle an initial one. */
/** What cycles may do to accounts. The three actions also have versions, with the mappings. */
export const actionSettings = [
	setting({
		id: "actions.create",
		path: "actions.create",
		group: "Accounts",
		label: "Create accounts",
		meaning: "Whether users without an account get one.",
		effect: nextUser,
		type: onOrOff(true),
		option: actions,
	}),
	setting({
		id: "actions.update",
		path: "actions.update",
		group: "Accounts",
		label: "Update accounts",
		meaning: "Whether accounts follow their users: values, and reactivation.",
		effect: nextUser,
		type: onOrOff(true),
		option: actions,
	}),
	setting({
		id: "actions.delete",
		path: "actions.delete",
		group: "Accounts",
		label: "Deprovision",
		meaning: "Whether accounts of users who leave the scope are deactivated or deleted.",
		effect: nextUser,
		type: onOrOff(true),
		option: actions,
	}),
] as const;

export const accountSettings = [
	...actionSettings,
	setting({
		id: "hardDelete",
		path: "provisioning.hardDelete",
		group: "Accounts",
		label: "Deleted at source",
		meaning: "What happens to the account of a user who is permanently deleted at the source.",
		effect: nextUser,
		type: oneOf("disable", [
			{ value: "disable", label: "deactivate the account" },
			{ value: "delete", label: "delete the account" },
		]),
		risk: (text) =>
			text === "delete"
				? "Cycles will delete such accounts without asking for each one, and a deletion cannot be undone. The deletion guard still holds back more than its threshold."
				: undefined,
		option: option({
			flag: "--hard-delete",
			variable: "SUMO_PROVISION_HARD_DELETE",
			takes: "disable|delete",
			help: "what to do with the account of a user who is permanently deleted at the source",
		}),
	}),
	setting({
		id: "reactivation",
		path: "provisioning.reactivation",
		group: "Accounts",
		label: "Reactivation",
		meaning: "What to do when the account that a user should have is deactivated.",
		effect: nextUser,
		type: oneOf("try", [
			{ value: "try", label: "try to reactivate it" },
			{ value: "block", label: "wait for the operator" },
		]),
		option: option({
			flag: "--reactivation",
			variable: "SUMO_PROVISION_REACTIVATION",
			takes: "try|block",
			help: "what to do with a matched account that is deactivated: reactivate it, or leave it to the operator",
		}),
	}),
] as const;
