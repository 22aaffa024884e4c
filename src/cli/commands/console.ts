import { demoName } from "../../app/profile/demo-connection.ts";
import { defineCommand } from "../command/define-command.ts";
import { profileOptions } from "../options/profile-options.ts";
import { interruptible } from "../session/interruptible.ts";
import { run } from "./cycle/run.ts";
import { openDemo } from "./demo.ts";

export const command = defineCommand({
	description: "Open the console (the default).",
	options: profileOptions,
	async run(flags, context) {
		const { streams, env, withSession } = context;
		if (streams.interactive) {
			const { showConsole } = await import("../session/show-console.ts");
			return showConsole(flags, env);
		}
		const { profileToOpen } = await import("../../app/profile/profile-to-open.ts");
		const name = flags.demo ? demoName : await profileToOpen({ flags, env });
		if (name === demoName || name === undefined) return openDemo(flags, context);
		streams.err(
			`There is no terminal here: running one provisioning cycle on the profile ${name} instead of opening the console.`,
		);
		return interruptible(streams.err, (signal) =>
			withSession(flags, (session) => run(session, { json: false, signal }, streams)),
		);
	},
});
