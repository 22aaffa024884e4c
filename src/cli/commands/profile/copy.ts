import { openProfiles } from "../../../app/profiles/profiles-service.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { homeOption } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { newNameOf } from "./new-name.ts";

export const command = defineCommand({
	description:
		"Save a profile's settings, mappings and scope under another name. Its links and log are not copied, and the copy is off.",
	arguments: {
		name: argument("the profile, as profile list shows it"),
		copy: argument("the name of the copy"),
	},
	options: { withSecrets: flag("copy its secrets too"), ...homeOption },
	async run({ name, copy, withSecrets, home }, { env, streams }) {
		const profiles = openProfiles({ home, env, now: Date.now, warn: streams.err });
		await profiles.copy(name, newNameOf(copy), { secrets: withSecrets });
		streams.err(`${copy} is a copy of ${name}${withSecrets ? "" : ", without its secrets"}.`);
		return exitCode.done;
	},
});
