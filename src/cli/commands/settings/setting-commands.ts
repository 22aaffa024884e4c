import type { Command } from "commander";
import type { ProfileSettings } from "../../../app/settings/profile-settings.ts";
import { type ProfileFlags, profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import type { ExitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import type { WithSession } from "../mapping/mapping-commands.ts";

type Output = { readonly json?: boolean };

/** Adds `settings list`, `set`, `reset` and `test-notification`. */
export function addSettingCommands(
	program: Command,
	streams: Streams,
	env: NodeJS.ProcessEnv,
	withSession: WithSession,
): void {
	const settings = program
		.command("settings")
		.description("Show and change the settings of a profile, as the console's settings screen does.");
	const withSettings = (
		flags: ProfileFlags & Output,
		use: (of: ProfileSettings, output: { readonly json: boolean }) => Promise<ExitCode>,
	) => withSession(flags, (session) => use(session.settings, { json: flags.json === true }));

	profileOptions(
		settings
			.command("list", { isDefault: true })
			.description("List them with value, origin and what they take."),
	)
		.option("--json", "print one JSON object a line")
		.action(async (flags: ProfileFlags & Output) => {
			const { listSettings } = await import("./settings.ts");
			await withSettings(flags, (of, output) => listSettings(of, output, streams));
		});

	profileOptions(settings.command("set <setting> [value]").description("Save a setting."))
		.option(
			"--value-env <name>",
			"variable that holds the value; the only way for a webhook, which is a secret",
		)
		.option("--json", "print the setting as JSON")
		.action(
			async (
				name: string,
				value: string | undefined,
				flags: ProfileFlags & Output & { readonly valueEnv?: string },
			) => {
				const { changeSetting } = await import("./settings.ts");
				if (name === "webhook" && value !== undefined)
					throw new UsageError(
						"A webhook is a secret, and arguments show in the process list: give --value-env.",
					);
				const given = flags.valueEnv === undefined ? value : env[flags.valueEnv];
				if (given === undefined)
					throw new UsageError("settings set takes a value, or --value-env with a variable that is set.");
				await withSettings(flags, (of, output) => changeSetting(of, name, given, output, streams));
			},
		);

	profileOptions(settings.command("reset <setting>").description("Put a setting back to its default."))
		.option("--json", "print the setting as JSON")
		.action(async (name: string, flags: ProfileFlags & Output) => {
			const { changeSetting } = await import("./settings.ts");
			await withSettings(flags, (of, output) => changeSetting(of, name, null, output, streams));
		});

	profileOptions(
		settings.command("test-notification").description("Send a test over every way that is set up."),
	)
		.option("--json", "print one JSON object a way")
		.action(async (flags: ProfileFlags & Output) => {
			const { testNotification } = await import("./settings.ts");
			await withSettings(flags, (of, output) => testNotification(of, output, streams));
		});
}
