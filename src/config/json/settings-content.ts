import type { Options } from "conf";
import { z } from "zod";

/** What `config.json` holds; profiles are checked one by one, so that one broken profile does not hide the others; unknown keys are kept. */
export const contentSchema = z.looseObject({
	current: z.string().exactOptional(),
	profiles: z.record(z.string(), z.unknown()).default({}),
});

export type Content = z.infer<typeof contentSchema>;

/** The version of the file's shape. Raise it with each new migration. */
export const settingsVersion = "1.0.0";

/**
 * The migrations of an older file: by version, what a file from before that version needs.
 * Each file holds the version that wrote it. The first version needs no migration.
 */
export const migrations: NonNullable<Options<Content>["migrations"]> = {};
