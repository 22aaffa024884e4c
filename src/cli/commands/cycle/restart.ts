import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { exitCode } from "../../output/exit-code.ts";

export const command = defineCommand({
	description: "Make the next cycle an initial one. Ends a quarantine, and retries failed users.",
	options: {
		full: flag("also remove all links: the next cycle re-matches all users"),
		yes: flag("confirm --full"),
		...profileOptions,
	},
	run({ full, yes, ...flags }, { streams, withSession }) {
		if (full && !yes)
			throw new UsageError(
				"Nothing was changed: --full removes all links, so renamed users no longer match their accounts. To continue, add --yes.",
			);
		return withSession(flags, async ({ provisioning }) => {
			await provisioning.restart({ full });
			streams.out(
				full
					? "All links are removed. The next cycle re-matches and compares all users."
					: "The next cycle compares all users.",
			);
			return exitCode.done;
		});
	},
});
