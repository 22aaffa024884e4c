import type { GuidedSetup } from "../../../app/guided-setup/guided-setup.ts";
import type { CommandContext } from "../../command/define-command.ts";
import type { ProfileFlags } from "../../options/profile-options.ts";
import { interruptible } from "../../session/interruptible.ts";
import { printSignInCode } from "../../session/print-sign-in-code.ts";
import { withDemo } from "../../session/with-demo.ts";

/** Opens setup for the profile that flags and file name, uses it, and closes it, with the demo tenant around it for --demo. */
export async function withSetup<Result>(
	{ file, ...flags }: ProfileFlags & { readonly file?: string | undefined },
	{ env, streams }: Pick<CommandContext, "env" | "streams">,
	use: (setup: GuidedSetup, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const { DeviceSignIns } = await import("../../../app/source/device-sign-ins.ts");
	const { openSetup } = await import("../../../app/guided-setup/open-setup.ts");
	const deviceSignIns = new DeviceSignIns();
	printSignInCode(deviceSignIns, streams.err);
	return withDemo(flags, env, async (demo) => {
		const setup = await openSetup({ flags, env, file, demo, warn: streams.err, deviceSignIns });
		try {
			return await interruptible(streams.err, (signal) => use(setup, signal));
		} finally {
			setup.close();
			deviceSignIns.close();
		}
	});
}
