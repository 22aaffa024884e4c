import type { Options } from "conf";
import { z } from "zod";

/** What `config.json` holds; profiles are judged one by one, so that one broken profile does not hide the others. */
export const contentSchema = z.looseObject({
	current: z.string().exactOptional(),
	profiles: z.record(z.string(), z.unknown()).default({}),
});

export type Content = z.infer<typeof contentSchema>;

/** The version of the file's shape. Raise it with each new migration. */
export const settingsVersion = "1.0.0";

/**
 * What brings an older file up to date: by version, what a file from before that version needs.
 * Every file bears the version that wrote it; the first version needs nothing.
 */
export const migrations: NonNullable<Options<Content>["migrations"]> = {};
