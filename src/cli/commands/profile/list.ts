import { resolveHome } from "../../../config/home.ts";
import { openSettings } from "../../../config/saved-profiles.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { homeOption } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";

export const command = defineCommand({
	description: "List the saved profiles (the default). * marks the default profile.",
	options: { json: flag("print them as JSON"), ...homeOption },
	async run({ json, home }, { env, streams }) {
		const settings = openSettings(resolveHome(home, env));
		const [names, current] = await Promise.all([settings.profileNames(), settings.currentName()]);
		if (json) streams.out(jsonLine({ profiles: names, current: current ?? null }));
		else if (names.length === 0)
			streams.err("No profile has been saved. Run sumo-provision console --profile NAME to create one.");
		else for (const name of names) streams.out(`${name === current ? "*" : " "} ${name}`);
		return exitCode.done;
	},
});
