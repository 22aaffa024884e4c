import { demoName } from "../../app/profile/demo-connection.ts";
import type { Session } from "../../app/session.ts";
import { UsageError } from "../../config/errors/usage-error.ts";
import { connectionOptions } from "../../config/settings/connection.ts";
import { cleanText } from "../../text/clean-text.ts";
import { startConsole } from "../../tui/start-console.tsx";
import type { LookFlags } from "../options/console-options.ts";
import type { ProfileFlags } from "../options/profile-options.ts";
import { exitCode } from "../output/exit-code.ts";
import { consoleLook } from "./console-look.ts";
import type { DemoOptions } from "./demo-world.ts";

/**
 * Shows the console on the profile that flags and environment name, or on the demo tenant if they name none and none
 * is saved. This is determined after the first frame. Returns the exit code of the process.
 */
export async function showConsole(flags: ProfileFlags & LookFlags, env: NodeJS.ProcessEnv): Promise<number> {
	if (flags.demo) return showDemo(flags, env);
	const appearance = consoleLook(flags, env);
	const demo = demoSession(flags, env);
	let isMisuse = false;
	try {
		const code = await startConsole({
			appearance,
			profileName: cleanText(flags.profile ?? env[connectionOptions.profile.variable] ?? ""),
			async open() {
				const { profileToOpen } = await import("../../app/profile/profile-to-open.ts");
				const name = await profileToOpen({ flags, env }).catch((error: unknown) => {
					isMisuse = error instanceof UsageError;
					throw error;
				});
				if (name === undefined || name === demoName) return demo.open();
				const { openProfile } = await import("../../app/open-profile.ts");
				return openProfile({ flags, env, watch: true, begin: true, ring });
			},
		});
		return isMisuse ? exitCode.usage : code;
	} finally {
		await demo.close();
	}
}

/** Shows the console on the demo tenant, which starts after the first frame and ends with the console. */
export async function showDemo(options: DemoOptions & LookFlags, env: NodeJS.ProcessEnv): Promise<number> {
	const appearance = consoleLook(options, env);
	const demo = demoSession(options, env);
	try {
		return await startConsole({ appearance, profileName: demoName, open: demo.open });
	} finally {
		await demo.close();
	}
}

/** A session on the demo tenant. `close` ends the tenant, if it was started. */
function demoSession(options: DemoOptions, env: NodeJS.ProcessEnv) {
	let end: (() => Promise<void>) | undefined;
	return {
		async open(): Promise<Session> {
			const [{ startDemoWorld }, { openProfile }] = await Promise.all([
				import("./demo-world.ts"),
				import("../../app/open-profile.ts"),
			]);
			const world = await startDemoWorld(options, env);
			end = world.close;
			return openProfile({
				flags: { home: options.home },
				env,
				demo: world.connection,
				watch: true,
				ring,
			});
		},
		close: async () => end?.(),
	};
}

/** The bell takes no space on the screen, so it can ring between two frames. */
function ring(): void {
	process.stdout.write("\u0007");
}
