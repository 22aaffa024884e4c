import { openProfile } from "../../app/open-profile.ts";
import type { Session } from "../../app/session.ts";
import type { SessionOptions } from "../command/define-command.ts";
import type { ProfileFlags } from "../options/profile-options.ts";
import { startDemoWorld } from "./demo-world.ts";
import { printSignInCode } from "./print-sign-in-code.ts";

/**
 * Opens the session that flags and environment name, uses it, and closes it again, with the demo tenant around it for --demo.
 *
 * @param print prints what a person has to do to sign in
 */
export async function withSession<Result>(
	flags: ProfileFlags,
	env: NodeJS.ProcessEnv,
	print: (line: string) => void,
	use: (session: Session) => Promise<Result>,
	options: SessionOptions = {},
): Promise<Result> {
	const world = flags.demo ? await startDemoWorld(flags, env) : undefined;
	try {
		const session = await openProfile({ flags, env, ...options, ...(world && { demo: world.connection }) });
		const stop = printSignInCode(session.signInCode, print);
		try {
			return await use(session);
		} finally {
			await session.close();
			stop();
		}
	} finally {
		await world?.close();
	}
}
