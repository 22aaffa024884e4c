import { openProfiles } from "../../../app/profiles/profiles-service.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { homeOption } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { newNameOf } from "./new-name.ts";

export const command = defineCommand({
	description: "Rename a profile with its secrets, links and log. No process may have it open.",
	arguments: {
		name: argument("the profile, as profile list shows it"),
		to: argument("the new name"),
	},
	options: homeOption,
	async run({ name, to, home }, { env, streams }) {
		const profiles = openProfiles({ home, env, now: Date.now, warn: streams.err });
		await profiles.rename(name, newNameOf(to));
		streams.err(`${name} is now ${to}. Change the name in scripts and services that use it.`);
		return exitCode.done;
	},
});
