import { resolveHome } from "../../../config/home.ts";
import { openSettings } from "../../../config/saved-profiles.ts";
import { openSecrets } from "../../../config/secrets.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { homeOption } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";

export const command = defineCommand({
	description: "Remove a profile's settings and secrets. Its links and log stay.",
	arguments: { name: argument("the profile, as profile list shows it") },
	options: homeOption,
	async run({ name, home }, { env, streams }) {
		const folders = resolveHome(home, env);
		const settings = openSettings(folders);
		if (!(await settings.profileNames()).includes(name))
			throw new Error(`There is no profile ${name} in ${settings.file}.`);
		await settings.exclusively(async ({ removeProfile }) => {
			await openSecrets(folders, streams.err).write(name, {});
			await removeProfile(name);
		});
		streams.err(
			`The settings and secrets of ${name} are removed. Its links and log stay in ${folders.state}.`,
		);
		return exitCode.done;
	},
});
