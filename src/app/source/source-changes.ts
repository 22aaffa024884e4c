import type { Profile } from "../../config/profile.ts";
import { stampOf } from "../../directory/disk/text-file.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { EventBus } from "../events/event-bus.ts";

export type SourceChangesParts = {
	readonly profile: () => Pick<Profile, "source">;
	readonly events: EventBus;
};

/**
 * Checks whether a source that is a file was written since the last check, by another process or a text editor, and publishes
 * `sourceChanged` then. A file that is missing or cannot be read, as while an export replaces it, counts as unchanged.
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
	// What this process wrote is known already.
	events.on(["sourceChanged"], async () => void (await check()));
	return async () => {
		if (await check()) await events.publish({ type: "sourceChanged" });
	};
}
