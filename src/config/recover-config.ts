import { existsSync } from "node:fs";
import { chmod, copyFile, stat } from "node:fs/promises";
import { fileRefusal } from "../text/file-refusal.ts";
import { ConfigError } from "./errors/config-error.ts";
import { exclusively } from "./exclusively.ts";
import { type Home, secretsFile, settingsFile } from "./home.ts";
import { jsonBackupOf, readJsonBackup } from "./json/json-backup.ts";
import { writePrivately } from "./json/write-privately.ts";
import { openSettings } from "./saved-profiles.ts";
import { openSecrets } from "./secrets.ts";

/** A file that was replaced by its copy. */
export type RecoveredFile = {
	readonly file: string;
	/** The path where the damaged file is now; null when it was missing. */
	readonly kept: string | null;
	/** When the copy was saved, milliseconds since 1970. */
	readonly backupTime: number;
};

/**
 * Replaces damaged or missing settings and secrets by the copies from when they were last saved. The damaged files are kept beside them as
 * `<file>.corrupt-<time>`. Empty when neither is damaged.
 *
 * @param now milliseconds since 1970
 * @throws ConfigError when a damaged file has no good copy; the file is then unchanged
 */
export async function recoverConfig(
	home: Home,
	now: number,
	warn: (message: string) => void,
): Promise<readonly RecoveredFile[]> {
	const checks = [
		{ file: settingsFile(home), check: () => openSettings(home).currentName() },
		{ file: secretsFile(home), check: () => openSecrets(home, warn).read("") },
	];
	const recovered: RecoveredFile[] = [];
	for (const { file, check } of checks) {
		if ((await damageFoundBy(check)) === undefined) continue;
		await exclusively(home, async () => {
			const damage = await damageFoundBy(check);
			if (damage === undefined) return;
			recovered.push(await restore(file, damage, now));
			await check();
		});
	}
	return recovered;
}

async function damageFoundBy(check: () => Promise<unknown>): Promise<ConfigError | undefined> {
	try {
		await check();
		return undefined;
	} catch (error) {
		if (error instanceof ConfigError && error.code === "invalid") return error;
		throw error;
	}
}

async function restore(file: string, damage: ConfigError, now: number): Promise<RecoveredFile> {
	const text = await readJsonBackup(file);
	if (text === undefined) throw damage;
	const aside = `${file}.corrupt-${new Date(now).toISOString().replaceAll(":", "-")}`;
	const kept = existsSync(file) ? aside : null;
	try {
		const { mtimeMs } = await stat(jsonBackupOf(file));
		if (kept !== null) {
			await copyFile(file, kept);
			await chmod(kept, 0o600);
		}
		await writePrivately(file, text);
		return { file, kept, backupTime: Math.floor(mtimeMs) };
	} catch (error) {
		throw new ConfigError("unwritable", fileRefusal(file, "written", error), error);
	}
}
