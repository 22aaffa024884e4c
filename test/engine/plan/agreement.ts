import type { PlannedAction } from "../../../src/engine/plan/action/planned-action.ts";
import type { Setup } from "../setup.ts";

/** Source id → what happens to the user: an action, or the code of the error. */
export type Fates = Readonly<Record<string, string>>;

function fateOf(action: PlannedAction): string {
	if (action.type === "fail") return action.error.code;
	return action.type === "skip" && action.reason === "Unchanged" ? "unchanged" : action.type;
}

/** What the plan of a cycle says about each user. */
export async function planned({ engine }: Pick<Setup, "engine">): Promise<Fates> {
	const { actions } = await engine.plan();
	return Object.fromEntries(actions.map((action) => [String(action.source?.id), fateOf(action)]));
}

/** What a preview on demand says about each user, or those with the given ids. */
export async function previewed(
	{ engine, directory }: Pick<Setup, "engine" | "directory">,
	ids: Iterable<string> = directory.users.keys(),
): Promise<Fates> {
	const fates: Record<string, string> = {};
	for (const id of ids) {
		const { action } = await engine.provision(id, { perform: false });
		if (action !== null) fates[id] = fateOf(action);
	}
	return fates;
}

/** What a cycle logs about each user; the last entry of a user counts. */
export async function ran({ engine, entries }: Pick<Setup, "engine" | "entries">): Promise<Fates> {
	const before = (await entries()).length;
	await engine.run();
	const fates: Record<string, string> = {};
	for (const { source, error, action, status } of (await entries()).slice(before)) {
		if (source === null) continue;
		fates[source.id] =
			error?.code ?? (status === "skipped" ? "skip" : action === "Other" ? "link" : action.toLowerCase());
	}
	return fates;
}
