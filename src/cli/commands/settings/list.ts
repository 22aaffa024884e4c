import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { settingLine } from "./setting-output.ts";

export const command = defineCommand({
	description: "List the settings (the default): value, origin and accepted values.",
	options: { json: flag("print one JSON object per line"), ...profileOptions },
	run: ({ json, ...flags }, { streams, withSession }) =>
		withSession(flags, async ({ settings }) => {
			for (const setting of settings.list()) streams.out(settingLine(setting, json));
			return exitCode.done;
		}),
});
