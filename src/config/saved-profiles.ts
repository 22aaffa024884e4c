import type Conf from "conf";
import { z } from "zod";
import { makePrivateFolder } from "../store/sqlite/private-folder.ts";
import { fileRefusal } from "../text/file-refusal.ts";
import { isObject } from "../text/is-object.ts";
import { issueWords } from "../text/issue-words.ts";
import { ConfigError } from "./errors/config-error.ts";
import { exclusively } from "./exclusively.ts";
import { type Home, settingsFile } from "./home.ts";
import { damagedJsonRemedy, saveWithBackup } from "./json/json-backup.ts";
import { readJsonFile } from "./json/json-file.ts";
import { type Content, contentSchema, migrations, settingsVersion } from "./json/settings-content.ts";
import { type Profile, parseProfile } from "./profile.ts";
import { withUnknownKeys } from "./unknown-keys.ts";

/** Changes the saved profiles while no other process does. Methods throw `ConfigError`. */
export type SettingsWriter = {
	/**
	 * Adds or replaces the profile of that name; keys in the file that this version doesn't know stay. The first profile
	 * becomes the current one.
	 */
	readonly saveProfile: (profile: Profile) => Promise<void>;
	/** Adds a profile like another one, under a new name, with all that is saved of it. Rejects when the name is taken. */
	readonly copyProfile: (name: string, copy: string) => Promise<void>;
	/** Removes a profile. The caller removes its secrets and its store. */
	readonly removeProfile: (name: string) => Promise<void>;
	readonly setCurrent: (name: string) => Promise<void>;
};

/**
 * The saved profiles, and which one is current. All methods throw `ConfigError`; a file that cannot be read is never overwritten.
 * Those of the writer change the profiles on their own, each in its turn.
 */
export interface Settings extends SettingsWriter {
	readonly file: string;
	/** Names of all saved profiles in alphabetical order, including those that cannot be read. */
	profileNames(): Promise<readonly string[]>;
	profile(name: string): Promise<Profile | undefined>;
	/** The profile to open when no other is named. */
	currentName(): Promise<string | undefined>;
	/** Reads and writes what no other process changes before the work is done, secrets included. Only the given writer works in it. */
	exclusively<Result>(work: (writer: SettingsWriter) => Promise<Result>): Promise<Result>;
}

/** Opens the settings; the first write creates the file. */
export function openSettings(home: Home): Settings {
	const file = settingsFile(home);
	const change = async (edit: (content: Content) => Content) => {
		// Reading first reports a broken file with line and column.
		await upToDate(home);
		const conf = await openConf(home);
		const content = edit(await parseContent(file, conf.store));
		try {
			await saveWithBackup(file, `${JSON.stringify(content, null, "\t")}\n`, async () => {
				conf.store = content;
			});
		} catch (error) {
			throw new ConfigError("unwritable", fileRefusal(file, "written", error), error);
		}
	};
	const writer: SettingsWriter = {
		async saveProfile(profile) {
			const valid = readProfile(file, profile.name, profile);
			await change(({ current, profiles, ...others }) => ({
				...others,
				current: current ?? valid.name,
				profiles: { ...profiles, [valid.name]: withUnknownKeys(valid, profiles[valid.name]) },
			}));
		},
		async copyProfile(name, copy) {
			await change(({ profiles, ...others }) => {
				const saved = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
				if (!isObject(saved)) throw new ConfigError("invalid", `There is no profile ${name} in ${file}.`);
				if (Object.hasOwn(profiles, copy))
					throw new ConfigError("invalid", `There already is a profile ${copy} in ${file}.`);
				readProfile(file, copy, { ...readProfile(file, name, saved), name: copy });
				return { ...others, profiles: { ...profiles, [copy]: { ...saved, name: copy } } };
			});
		},
		async removeProfile(name) {
			await change(({ current, profiles: { [name]: _, ...profiles }, ...others }) => {
				const next = current === name ? Object.keys(profiles).sort()[0] : current;
				return { ...others, ...(next === undefined ? {} : { current: next }), profiles };
			});
		},
		async setCurrent(name) {
			await change(({ profiles, ...others }) => {
				if (!Object.hasOwn(profiles, name)) {
					throw new ConfigError("invalid", `There is no profile ${name} in ${file}.`);
				}
				return { ...others, current: name, profiles };
			});
		},
	};
	return {
		file,
		exclusively: (work) => exclusively(home, () => work(writer)),
		saveProfile: (profile) => exclusively(home, () => writer.saveProfile(profile)),
		copyProfile: (name, copy) => exclusively(home, () => writer.copyProfile(name, copy)),
		removeProfile: (name) => exclusively(home, () => writer.removeProfile(name)),
		setCurrent: (name) => exclusively(home, () => writer.setCurrent(name)),
		async profileNames() {
			return Object.keys((await upToDate(home)).profiles).sort();
		},
		async profile(name) {
			const { profiles } = await upToDate(home);
			return Object.hasOwn(profiles, name) ? readProfile(file, name, profiles[name]) : undefined;
		},
		async currentName() {
			return (await upToDate(home)).current;
		},
	};
}

function readProfile(file: string, name: string, saved: unknown): Profile {
	const parsed = parseProfile(saved);
	if (!parsed.success) {
		const problems = parsed.error.issues.map(
			(issue) => `${issue.path.join(".") || "profile"}: ${issueWords(issue.message)}`,
		);
		throw new ConfigError("invalid", `${file}, profile ${name}: ${problems.join("; ")}.`);
	}
	if (parsed.data.name !== name) {
		throw new ConfigError("invalid", `${file}, profile ${name}: its name is ${parsed.data.name}.`);
	}
	return parsed.data;
}

const versionSchema = z.object({
	__internal__: z.object({ migrations: z.object({ version: z.string() }) }).optional(),
});

/**
 * The content in the current schema. Conf takes a while to load (it includes a JSON Schema compiler, which is not used), so the file is read
 * without it before the first frame; only an older file needs Conf, which migrates it.
 */
async function upToDate(home: Home): Promise<Content> {
	const file = settingsFile(home);
	const json = await readJsonFile(file);
	if (json === undefined) return { profiles: {} };
	const version = versionSchema.safeParse(json).data?.__internal__?.migrations.version;
	if (version !== undefined && version !== settingsVersion) {
		if (isNewer(version, settingsVersion)) {
			throw new ConfigError(
				"newer-version",
				`${file} was written by a newer sumo-provision (settings ${version}; this one knows ${settingsVersion}). Update sumo-provision, or use another --home.`,
			);
		}
		await openConf(home);
		return parseContent(file, await readJsonFile(file));
	}
	return parseContent(file, json);
}

async function parseContent(file: string, json: unknown): Promise<Content> {
	const parsed = contentSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map(
		(issue) => `${issue.path.join(".") || "the top"}: ${issueWords(issue.message)}`,
	);
	const remedy = await damagedJsonRemedy(file, "Correct it there, or move it away to start over.");
	throw new ConfigError("invalid", `${file}: ${problems.join("; ")}. ${remedy}`);
}

/** Conf writes the file atomically, and migrates it from version to version. `parseContent` checks what it holds. */
async function openConf(home: Home): Promise<Conf<Content>> {
	const { default: Conf } = await import("conf");
	try {
		makePrivateFolder(home.config);
		return new Conf<Content>({
			projectName: "sumo-provision",
			projectVersion: settingsVersion,
			cwd: home.config,
			configName: "config",
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
			clearInvalidConfig: false,
			migrations,
		});
	} catch (error) {
		throw new ConfigError("unwritable", fileRefusal(settingsFile(home), "written", error), error);
	}
}

/** Whether one version `a.b.c` is later than another. */
function isNewer(version: string, than: string): boolean {
	return version.localeCompare(than, "en", { numeric: true }) > 0;
}
