import { z } from "zod";
import { readJsonFile } from "../../config/json/json-file.ts";
import { writePrivately } from "../../config/json/write-privately.ts";
import type { MadeChange } from "./assignment-changes.ts";

/** Changes that are kept, at most: the latest. */
const mostKept = 50;

const editSchema = z.lazy(() =>
	z.discriminatedUnion("type", [
		z.object({
			type: z.literal("assign"),
			principal: z.object({ id: z.string(), type: z.enum(["User", "Group"]) }),
			appRoleId: z.string(),
		}),
		z.object({ type: z.literal("unassign"), assignmentId: z.string(), appRoleId: z.string() }),
	]),
);

const changesSchema = z.lazy(() =>
	z.array(
		z.object({
			kind: z.enum(["assigned", "unassigned"]),
			at: z.number(),
			names: z.array(z.string()),
			file: z.string().nullable(),
			inverse: z.array(z.object({ id: z.string(), displayName: z.string(), edits: z.array(editSchema) })),
		}),
	),
);

/** The changes of assignments that may be undone, the latest last. */
export type KeptChanges = {
	readonly all: () => Promise<readonly MadeChange[]>;
	readonly add: (change: MadeChange) => Promise<void>;
	/** Replaces the latest change by what remains of it; null: nothing. */
	readonly replaceLatest: (rest: MadeChange | null) => Promise<void>;
	readonly clear: () => Promise<void>;
};

/**
 * Keeps changes in a file, so that they can be undone after a restart.
 *
 * @param path of the file; null keeps them in memory only. What the file has is dropped where it is not as written here.
 */
export function keepChanges(path: string | null): KeptChanges {
	let changes: Promise<readonly MadeChange[]> | undefined;
	const all = () => {
		changes ??= path === null ? Promise.resolve([]) : read(path);
		return changes;
	};
	const save = async (next: readonly MadeChange[]) => {
		const kept = next.slice(-mostKept);
		changes = Promise.resolve(kept);
		if (path !== null) await writePrivately(path, `${JSON.stringify(kept)}\n`);
	};
	return {
		all,
		add: async (change) => save([...(await all()), change]),
		async replaceLatest(rest) {
			const others = (await all()).slice(0, -1);
			await save(rest === null ? others : [...others, rest]);
		},
		async clear() {
			if ((await all()).length > 0) await save([]);
		},
	};
}

async function read(path: string): Promise<readonly MadeChange[]> {
	const { data } = changesSchema.safeParse(await readJsonFile(path));
	return data ?? [];
}
