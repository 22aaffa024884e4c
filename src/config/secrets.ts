import { chmod, stat } from "node:fs/promises";
import { z } from "zod";
import { errorMessage } from "../text/error-message.ts";
import { fileRefusal } from "../text/file-refusal.ts";
import { ConfigError } from "./errors/config-error.ts";
import { type Home, secretsFile } from "./home.ts";
import { damagedJsonRemedy, saveWithBackup } from "./json/json-backup.ts";
import { readJsonFile } from "./json/json-file.ts";
import { writePrivately } from "./json/write-privately.ts";
import type { ProfileSecrets } from "./profile.ts";

const fileSchema = z.object({
	version: z.literal(1),
	profiles: z.record(
		z.string(),
		z.object({
			secretToken: z.string().exactOptional(),
			sourceSecret: z.string().exactOptional(),
			webhook: z.string().exactOptional(),
		}),
	),
});

type SecretsFile = z.infer<typeof fileSchema>;

/** The secrets of all profiles, in one file that only its owner can read. All methods throw `ConfigError`. */
export interface Secrets {
	readonly file: string;
	/** `{}` when nothing is saved. */
	read(profile: string): Promise<ProfileSecrets>;
	/** Replaces all secrets of a profile; `{}` removes them. */
	write(profile: string, secrets: ProfileSecrets): Promise<void>;
}

/**
 * Opens the secrets; the first write creates the file.
 *
 * @param warn called with a sentence for the operator when other users could read the file until now.
 */
export function openSecrets(home: Home, warn: (message: string) => void): Secrets {
	const file = secretsFile(home);
	return {
		file,
		async read(profile) {
			const { profiles } = await readSecrets(file, warn);
			return Object.hasOwn(profiles, profile) ? (profiles[profile] ?? {}) : {};
		},
		async write(profile, secrets) {
			const { [profile]: _, ...others } = (await readSecrets(file, warn)).profiles;
			const kept = Object.keys(secrets).length === 0 ? others : { ...others, [profile]: secrets };
			const text = `${JSON.stringify({ version: 1, profiles: kept }, null, "\t")}\n`;
			try {
				await saveWithBackup(file, text, () => writePrivately(file, text));
			} catch (error) {
				throw new ConfigError("unwritable", fileRefusal(file, "written", error), error);
			}
		},
	};
}

async function readSecrets(file: string, warn: (message: string) => void): Promise<SecretsFile> {
	await keepPrivate(file, warn);
	const json = await readJsonFile(file);
	if (json === undefined) return { version: 1, profiles: {} };
	const parsed = fileSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	// Only the places: zod may quote the values.
	const places = parsed.error.issues.map((issue) => issue.path.join(".") || "the top");
	throw new ConfigError(
		"invalid",
		`${file} is not in the form that sumo-provision writes, at ${places.join(", ")}. ${await damagedJsonRemedy(file, "Correct it, or move it away and enter the secrets again.")}`,
	);
}

/** Makes the file private before it is read. On Windows, the permissions of the folder protect it. */
async function keepPrivate(file: string, warn: (message: string) => void): Promise<void> {
	if (process.platform === "win32") return;
	const mode = await modeOf(file);
	if (mode === undefined || (mode & 0o077) === 0) return;
	try {
		await chmod(file, 0o600);
	} catch (error) {
		throw new ConfigError(
			"unsafe",
			`${file} can be read by other users of this machine, and its mode cannot be changed (${errorMessage(error)}). Its owner must run: chmod 600 '${file}'`,
			error,
		);
	}
	warn(
		`${file} could be read by other users of this machine (mode ${mode.toString(8)}). Now only you can read it. If others use this machine, replace the secrets.`,
	);
}

async function modeOf(file: string): Promise<number | undefined> {
	try {
		return (await stat(file)).mode & 0o777;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw new ConfigError("unreadable", fileRefusal(file, "read", error), error);
	}
}
