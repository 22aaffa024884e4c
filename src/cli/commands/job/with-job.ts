import type { HostedJob } from "../../../app/hosted-job/open-hosted-job.ts";
import type { CommandContext } from "../../command/define-command.ts";
import type { ProfileFlags } from "../../options/profile-options.ts";
import { interruptible } from "../../session/interruptible.ts";
import { printSignInCode } from "../../session/print-sign-in-code.ts";
import { withDemo } from "../../session/with-demo.ts";

/** Opens Entra's job for the profile that the flags name, uses it, and closes it. */
export async function withJob<Result>(
	flags: ProfileFlags,
	{ env, streams }: Pick<CommandContext, "env" | "streams">,
	use: (job: HostedJob, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const { DeviceSignIns } = await import("../../../app/source/device-sign-ins.ts");
	const { openHostedJob } = await import("../../../app/hosted-job/open-hosted-job.ts");
	const deviceSignIns = new DeviceSignIns();
	printSignInCode(deviceSignIns, streams.err);
	return withDemo(flags, env, async (demo) => {
		const job = await openHostedJob({ flags, env, demo, warn: streams.err, deviceSignIns });
		try {
			return await interruptible(streams.err, (signal) => use(job, signal));
		} finally {
			job.close();
			deviceSignIns.close();
		}
	});
}
