import type { DemoConnection } from "../../app/profile/demo-connection.ts";
import type { DemoOptions } from "./demo-world.ts";

/** Does work with the demo tenant around it for --demo, otherwise without. */
export async function withDemo<Result>(
	flags: DemoOptions & { readonly demo?: boolean },
	env: NodeJS.ProcessEnv,
	work: (demo: DemoConnection | undefined) => Promise<Result>,
): Promise<Result> {
	if (!flags.demo) return work(undefined);
	const { startDemoWorld } = await import("./demo-world.ts");
	const world = await startDemoWorld(flags, env);
	try {
		return await work(world.connection);
	} finally {
		await world.close();
	}
}
