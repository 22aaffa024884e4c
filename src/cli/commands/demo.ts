import { type CommandContext, defineCommand } from "../command/define-command.ts";
import { type LookFlags, lookOptions } from "../options/console-options.ts";
import { choice, flag } from "../options/option.ts";
import { homeOption } from "../options/profile-options.ts";
import { wholeNumber } from "../options/whole-number.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import type { DemoOptions } from "../session/demo-world.ts";
import { interruptible } from "../session/interruptible.ts";

const tenants = ["empty", "demo"] as const;

export const command = defineCommand({
	description: "Open the console on the embedded demo tenant. Without a terminal, run one cycle on it.",
	options: {
		...homeOption,
		users: wholeNumber("number", "this many plain users in place of the demo tenant's"),
		reset: flag("start from a fresh demo tenant"),
		tenant: choice(
			"empty|demo",
			"empty: a fresh tenant without an application, to go through setup",
			tenants,
		),
		...lookOptions,
	},
	run: openDemo,
});

/** Opens the console on the demo tenant. Without a terminal, runs one cycle on it. */
export async function openDemo(options: DemoOptions & LookFlags, context: CommandContext): Promise<number> {
	if (!context.streams.interactive) return demoCycle(options, context);
	const { showDemo } = await import("../session/show-console.ts");
	return showDemo(options, context.env);
}

/** Runs one cycle on the demo tenant and reports on it. The users that fail are part of the demo. */
async function demoCycle(options: DemoOptions, { streams, env }: CommandContext): Promise<ExitCode> {
	streams.err(
		"There is no terminal here: running one provisioning cycle on the demo tenant instead of opening the console.",
	);
	const { openProfile } = await import("../../app/open-profile.ts");
	const { startDemoWorld } = await import("../session/demo-world.ts");
	const { run } = await import("./cycle/run.ts");
	const world = await startDemoWorld(options, env);
	try {
		const session = await openProfile({ flags: { home: options.home }, env, demo: world.connection });
		try {
			const code = await interruptible(streams.err, (signal) =>
				run(session, { json: false, signal }, streams),
			);
			if (code !== exitCode.someFailed) return code;
			streams.err(
				"The users that failed are part of the demo: a deactivated account that blocks its user, a name that is too long, no email, and two users with one address.",
			);
			return exitCode.done;
		} finally {
			await session.close();
		}
	} finally {
		await world.close();
	}
}
