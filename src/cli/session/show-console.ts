import type { OpenOptions } from "../../app/open-profile.ts";
import { demoName } from "../../app/profile/demo-connection.ts";
import { startConsole } from "../../tui/start-console.tsx";
import type { DemoOptions } from "./demo-world.ts";

/** Shows the console on a saved profile, or one made of flags and environment. Returns the exit code of the process. */
export function showConsole(options: OpenOptions, profileName: string): Promise<number> {
	return startConsole({
		profileName,
		open: async () =>
			(await import("../../app/open-profile.ts")).openProfile({
				...options,
				watch: true,
				begin: true,
				ring,
			}),
	});
}

/** The bell takes no space on the screen, so it can ring between two frames. */
function ring(): void {
	process.stdout.write("\u0007");
}

/** Shows the console on the demo tenant, which starts after the first frame and ends with the console. */
export async function showDemo(options: DemoOptions, env: NodeJS.ProcessEnv): Promise<number> {
	let close: (() => Promise<void>) | undefined;
	try {
		return await startConsole({
			profileName: demoName,
			open: async () => {
				const [{ startDemoWorld }, { openProfile }] = await Promise.all([
					import("./demo-world.ts"),
					import("../../app/open-profile.ts"),
				]);
				const world = await startDemoWorld(options, env);
				close = world.close;
				const flags = { home: options.home };
				return openProfile({ flags, env, demo: world.connection, watch: true, ring });
			},
		});
	} finally {
		await close?.();
	}
}
