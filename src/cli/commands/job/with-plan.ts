import type { HostedPlan } from "../../../app/prediction/open-hosted-plan.ts";
import type { CommandContext } from "../../command/define-command.ts";
import type { ProfileFlags } from "../../options/profile-options.ts";
import { interruptible } from "../../session/interruptible.ts";
import { withDemo } from "../../session/with-demo.ts";

/** Opens the plan of Entra's job for the profile that the flags name, uses it, and closes it. */
export async function withPlan<Result>(
	flags: ProfileFlags,
	{ env, streams }: Pick<CommandContext, "env" | "streams">,
	use: (plan: HostedPlan, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const { openHostedPlan } = await import("../../../app/prediction/open-hosted-plan.ts");
	return withDemo(flags, env, async (demo) => {
		const plan = await openHostedPlan({ flags, env, demo, warn: streams.err });
		try {
			return await interruptible(streams.err, (signal) => use(plan, signal));
		} finally {
			await plan.close();
		}
	});
}
