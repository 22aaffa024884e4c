import type { Profile } from "../../config/profile.ts";
import { stampOf } from "../../directory/disk/text-file.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { EventBus } from "../events/event-bus.ts";

export type SourceChangesParts = {
	readonly profile: () => Pick<Profile, "source">;
	readonly events: EventBus;
};

/**
 * Returns a check of a source that is a file: it publishes `sourceChanged` when another process or a text editor has written the file since
 * the last check, at first since now. A file that is missing or cannot be read, as while an export replaces it, counts as unchanged.
 */
export function createSourceChanges({ profile, events }: SourceChangesParts): () => Promise<void> {
	let seen: { readonly path: string; readonly stamp: string } | undefined;
	const check = async (): Promise<boolean> => {
		const { source } = profile();
		if (source.type !== "file") return false;
		const { path } = source;
		try {
			const before = seen;
			seen = { path, stamp: await stampOf(path) };
			return before?.path === path && before.stamp !== seen.stamp;
		} catch (error) {
			if (error instanceof DirectoryError) return false;
			throw error;
		}
	};
	// What this process wrote is known already. Another source is read from then on.
	events.on(["sourceChanged", "connectionChanged"], async () => void (await check()));
	const begun = check();
	return async () => {
		await begun;
		if (await check()) await events.publish({ type: "sourceChanged" });
	};
}
