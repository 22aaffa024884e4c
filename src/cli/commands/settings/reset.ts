import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { changeSetting } from "./change-setting.ts";

export const command = defineCommand({
	description: "Reset a setting to its default.",
	arguments: { setting: argument("its name, as settings list shows it") },
	options: { json: flag("print the setting as JSON"), ...profileOptions },
	run: ({ setting, json, ...flags }, { streams, withSession }) =>
		withSession(flags, ({ settings }) => changeSetting(settings, setting, null, json, streams)),
});
