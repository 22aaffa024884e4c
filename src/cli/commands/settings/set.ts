import { defineCommand } from "../../command/define-command.ts";
import { argument, flag, optionalArgument, text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { changeSetting } from "./change-setting.ts";

export const command = defineCommand({
	description: "Save a setting.",
	arguments: {
		setting: argument("its name, as settings list shows it"),
		value: optionalArgument("what to save"),
	},
	options: {
		valueEnv: text("name", "variable that holds the value; the only way for a webhook, which is a secret"),
		json: flag("print the setting as JSON"),
		...profileOptions,
	},
	run({ setting, value, valueEnv, json, ...flags }, { env, streams, withSession }) {
		if (setting === "webhook" && value !== undefined)
			throw new UsageError("A webhook is a secret, and arguments show in the process list: use --value-env.");
		const given = valueEnv === undefined ? value : env[valueEnv];
		if (given === undefined)
			throw new UsageError("settings set takes a value, or --value-env with a variable that is set.");
		return withSession(flags, ({ settings }) => changeSetting(settings, setting, given, json, streams));
	},
});
