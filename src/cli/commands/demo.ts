import { openProfile } from "../../app/open-profile.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import type { Streams } from "../output/streams.ts";
import { type DemoOptions, startDemoWorld } from "../session/demo-world.ts";
import { interruptible } from "../session/interruptible.ts";
import { run } from "./cycle/run.ts";

/** `sumo-provision demo` without a terminal: one cycle on the demo tenant, which says how it goes. Its failing users are part of it. */
export async function demoCycle(
	options: DemoOptions,
	env: NodeJS.ProcessEnv,
	streams: Streams,
): Promise<ExitCode> {
	streams.err(
		"There is no terminal here: running one provisioning cycle on the demo tenant instead of the console.",
	);
	const world = await startDemoWorld(options, env);
	try {
		const session = await openProfile({ flags: { home: options.home }, env, demo: world.connection });
		try {
			const code = await interruptible(streams.err, (signal) =>
				run(session, { json: false, signal }, streams),
			);
			if (code !== exitCode.someFailed) return code;
			streams.err(
				"The users that failed are part of the demo: a name too long, no mail, two people with one address.",
			);
			return exitCode.done;
		} finally {
			await session.close();
		}
	} finally {
		await world.close();
	}
}
