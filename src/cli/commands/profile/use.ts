import { resolveHome } from "../../../config/home.ts";
import { openSettings } from "../../../config/saved-profiles.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { homeOption } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";

export const command = defineCommand({
	description: "Open this profile by default.",
	arguments: { name: argument("the profile, as profile list shows it") },
	options: homeOption,
	async run({ name, home }, { env, streams }) {
		await openSettings(resolveHome(home, env)).setCurrent(name);
		streams.err(`${name} is now the default profile.`);
		return exitCode.done;
	},
});
