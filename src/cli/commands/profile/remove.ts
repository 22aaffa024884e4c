import { openProfiles } from "../../../app/profiles/profiles-service.ts";
import { resolveHome } from "../../../config/home.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { homeOption } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";

export const command = defineCommand({
	description:
		"Remove a profile's settings and secrets. Its links and log stay. No process may have it open.",
	arguments: { name: argument("the profile, as profile list shows it") },
	options: homeOption,
	async run({ name, home }, { env, streams }) {
		const { state } = resolveHome(home, env);
		await openProfiles({ home, env, now: Date.now, warn: streams.err }).remove(name, "keep");
		streams.err(`The settings and secrets of ${name} are removed. Its links and log stay in ${state}.`);
		return exitCode.done;
	},
});
