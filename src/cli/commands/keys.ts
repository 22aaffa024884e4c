import { resolveHome } from "../../config/home.ts";
import { keyFilePath } from "../../config/key-file.ts";
import { defineCommand } from "../command/define-command.ts";
import { flag } from "../options/option.ts";
import { homeOption } from "../options/profile-options.ts";
import { exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import { applyKeyFile } from "../session/console-keys.ts";

export const command = defineCommand({
	description: "List the keys of the console, and check the file that changes them (keys.yaml in the home).",
	options: { json: flag("print one JSON object per action"), ...homeOption },
	async run({ json, home }, { streams, env }) {
		const problems = await applyKeyFile(home, env);
		const { keyList } = await import("../../tui/keys/key-list.ts");
		for (const { action, keys, default: usual, meaning } of keyList()) {
			if (json) streams.out(jsonLine({ type: "key", action, keys, default: usual, meaning }));
			else streams.out(`${action.padEnd(16)} ${keys.join(" ").padEnd(12)} ${meaning}`);
		}
		for (const problem of problems) streams.err(problem);
		if (!json) streams.err(`To change keys, write ACTION: KEY into ${keyFilePath(resolveHome(home, env))}.`);
		return problems.length === 0 ? exitCode.done : exitCode.error;
	},
});
