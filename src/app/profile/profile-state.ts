import { isDeepStrictEqual } from "node:util";
import { Turns } from "../../async/turns.ts";
import { GivenOptions } from "../../config/given-options.ts";
import { type Profile, type ProfileSecrets, profileSchema } from "../../config/profile.ts";
import type { Settings } from "../../config/saved-profiles.ts";
import type { Secrets } from "../../config/secrets.ts";
import { webhookSetting } from "../../config/settings/notifications.ts";
import type { Option } from "../../config/settings/option.ts";
import type { EventBus } from "../events/event-bus.ts";
import { withAbsolutePaths } from "./absolute-paths.ts";
import { mergeChange } from "./merge-change.ts";
import { changedParts, changesBetween, type ProfileChanges } from "./profile-changes.ts";
import { listed, ProfileConflictError } from "./profile-conflict-error.ts";
import { refuseUnseen } from "./refuse-unseen.ts";
import { type ProfileChoice, resolveProfile } from "./resolve-profile.ts";
import { marksOf, refuseUnseenSecrets, type SecretMarks } from "./secret-marks.ts";

/** Where the state of a profile is kept, and who hears of its changes. */
export type ProfileStateParts = {
	readonly settings: Pick<Settings, "profile" | "profileNames" | "exclusively" | "currentName">;
	readonly secrets: Secrets;
	readonly events: Pick<EventBus, "publish">;
	/** Differs after each change to settings or secrets, as `revisionOf` does. */
	readonly revision: () => string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** Turns a profile into the one to save. Runs after earlier saves, on the profile as it is then. */
export type ProfileEdit = (profile: Profile) => Profile;

/**
 * What the operator saw when the edit began: the present profile with the edited part as it was then. `present`: the edit is made of the
 * profile as it is when it is saved. Every save must say which, since a console applies what others save also while its operator edits.
 */
export type Seen = ((present: Profile) => Profile) | "present";

/** What the credentials screen changes of a profile. */
export type ConnectionChange = Pick<Profile, "appName" | "source" | "target">;

/** What is known of the profile now. Replaced as a whole, so that no reader sees half a change. */
type Snapshot = {
	/** As it is used: what is saved, with flags and environment variables on top. */
	readonly inUse: Profile;
	readonly secrets: ProfileSecrets;
	/** As it is saved; undefined until it is. */
	readonly saved: Profile | undefined;
	readonly savedSecrets: ProfileSecrets;
	/** All saved profiles. */
	readonly names: readonly string[];
};

/** A change to save. */
type Change = {
	/** Which parts of the profile and its secrets it changes. */
	readonly partsOf: (known: Snapshot) => ReadonlySet<string>;
	readonly seen: Seen;
	/** The secrets to replace, as they were when the edit began; absent as `present` is. */
	readonly seenSecrets?: Partial<SecretMarks> | undefined;
	/** The profile that the operator saw a part of. */
	readonly shown: (known: Snapshot) => Profile;
	/** What follows from it. Called again when another process saved something else in the meantime. */
	readonly apply: (known: Snapshot) => Pick<Snapshot, "inUse"> & {
		readonly saved: Profile;
		readonly secrets?: ProfileSecrets;
		readonly savedSecrets?: ProfileSecrets;
	};
};

/**
 * The state of an open profile, and the only place that reads and writes the saved one. Saves run one after the other, each on the
 * result of the previous one, and each resolves once everything that depends on the profile uses the change. They reject with
 * `ConfigError`, and then nothing has changed.
 */
export class ProfileState {
	readonly #parts: ProfileStateParts;
	readonly #choice: ProfileChoice;
	readonly #given: GivenOptions;
	/** The demo's credentials come with each start of its tenant: they are never saved. */
	readonly #isDemo: boolean;
	#now: Snapshot;
	/** Of settings and secrets when they were last compared with what is known here. */
	#revision: string;
	readonly #turns = new Turns();

	private constructor(parts: ProfileStateParts, choice: ProfileChoice, now: Snapshot, revision: string) {
		this.#revision = revision;
		this.#parts = parts;
		this.#choice = choice;
		this.#given = new GivenOptions(choice.flags, choice.env);
		this.#isDemo = choice.demo !== undefined;
		this.#now = now;
	}

	/** Reads the profile that flags and environment name. Throws `UsageError` and `ConfigError`. */
	static async open(choice: ProfileChoice, parts: ProfileStateParts): Promise<ProfileState> {
		const revision = parts.revision();
		const { profile, secrets } = await resolveProfile(choice, parts.settings, parts.secrets);
		const [names, saved, savedSecrets] = await Promise.all([
			parts.settings.profileNames(),
			parts.settings.profile(profile.name),
			parts.secrets.read(profile.name),
		]);
		const known = { inUse: profile, secrets, saved, savedSecrets, names };
		return new ProfileState(parts, choice, known, revision);
	}

	/** The profile in use: what is saved, with flags and environment variables on top. */
	get inUse(): Profile {
		return this.#now.inUse;
	}

	/** The secrets in use. */
	get secrets(): ProfileSecrets {
		return this.#now.secrets;
	}

	/** The profile without flags and environment variables, as last read; undefined until it is saved. */
	get saved(): Profile | undefined {
		return this.#now.saved;
	}

	/** Names of all saved profiles. */
	get names(): readonly string[] {
		return this.#now.names;
	}

	/** Whether a webhook is in use, and whether one is saved. */
	get webhook(): { readonly inUse: boolean; readonly saved: boolean } {
		return {
			inUse: this.#now.secrets.webhook !== undefined,
			saved: this.#now.savedSecrets.webhook !== undefined,
		};
	}

	/** Marks of the saved secrets, for edits that replace them later. */
	get secretMarks(): SecretMarks {
		return marksOf(this.#now.savedSecrets);
	}

	/** The flag or variable that overrides what is saved of a setting; undefined when neither is given. */
	readonly overriddenBy = (option: Option): string | undefined => this.#given.origin(option);

	/** Saves mappings, attribute lists or scope. Of what flags and variables set, only what the edit changes is saved. */
	readonly saveRules = (edit: ProfileEdit, seen: Seen): Promise<void> =>
		this.#saveProfile({
			seen,
			shown: ({ inUse }) => inUse,
			partsOf: ({ inUse }) => changedParts(inUse, edit(inUse)),
			apply: ({ inUse, saved = inUse }) => {
				const next = edit(inUse);
				return { inUse: next, saved: profileSchema.parse(mergeChange(saved, inUse, next)) };
			},
		});

	/** Saves a setting; `overridden`: a flag or variable stays in use instead. */
	readonly saveSettings = (
		edit: ProfileEdit,
		{ overridden, seen }: { readonly overridden: boolean; readonly seen: Seen },
	): Promise<void> =>
		this.#saveProfile({
			seen,
			shown: ({ inUse, saved = inUse }) => saved,
			partsOf: ({ inUse, saved = inUse }) => changedParts(saved, edit(saved)),
			apply: ({ inUse, saved = inUse }) => ({
				saved: edit(saved),
				inUse: overridden ? inUse : edit(inUse),
			}),
		});

	/** Saves source and target with their secrets, which replace the saved ones. The webhook stays. */
	readonly saveConnection = (
		connection: ConnectionChange,
		secrets: Pick<ProfileSecrets, "secretToken" | "sourceSecret">,
		seen: Seen,
		seenSecrets?: Partial<SecretMarks>,
	): Promise<void> =>
		this.#turns.take(async () => {
			const { appName, source, target } = connection;
			await this.#save({
				seen,
				seenSecrets,
				shown: ({ inUse }) => inUse,
				partsOf: () => new Set(["appName", "source", "target", "secretToken", "sourceSecret"]),
				apply: ({ inUse, saved = inUse, savedSecrets, secrets: secretsInUse }) => ({
					inUse: { ...inUse, appName, source, target },
					saved: profileSchema.parse({ ...saved, appName, source, target }),
					secrets: { ...secrets, ...webhookOf(secretsInUse) },
					...(this.#isDemo ? {} : { savedSecrets: { ...secrets, ...webhookOf(savedSecrets) } }),
				}),
			});
			await this.#parts.events.publish({ type: "connectionChanged" });
		});

	/**
	 * Saves the webhook for notifications, and the profile if it is not saved yet; undefined removes the webhook.
	 *
	 * @param seen the marks when the edit began; default: the present ones
	 */
	readonly saveWebhook = (
		webhook: string | undefined,
		seen?: Pick<SecretMarks, "webhook">,
	): Promise<void> => {
		const changed = webhook === undefined ? {} : { webhook };
		const withWebhook = ({ webhook: _, ...others }: ProfileSecrets) => ({ ...others, ...changed });
		const isOverridden = this.overriddenBy(webhookSetting.option) !== undefined;
		return this.#saveProfile({
			seen: "present",
			seenSecrets: seen,
			shown: ({ inUse }) => inUse,
			partsOf: () => new Set(["webhook"]),
			apply: ({ inUse, saved = inUse, secrets, savedSecrets }) => ({
				inUse,
				saved,
				secrets: isOverridden ? secrets : withWebhook(secrets),
				savedSecrets: withWebhook(savedSecrets),
			}),
		});
	};

	/** Applies what other processes have saved since the profile was last read, and reports it. Rejects with `ConfigError`. */
	readonly refresh = (): Promise<void> => this.#turns.take(async () => void (await this.#acceptChanges()));

	/** The same, at next to no cost while nothing was saved since the last look. */
	readonly refreshIfChanged = async (): Promise<void> => {
		if (this.#parts.revision() !== this.#revision) await this.refresh();
	};

	/** Saves a change that leaves source and target the same, and publishes it. */
	#saveProfile(change: Change): Promise<void> {
		return this.#turns.take(async () => {
			const before = await this.#save(change);
			const { inUse } = this.#now;
			await this.#parts.events.publish({ type: "profileChanged", before: before.inUse, after: inUse });
			if (!isDeepStrictEqual(before.inUse.network, inUse.network))
				await this.#parts.events.publish({ type: "connectionChanged" });
		});
	}

	/**
	 * Saves a change on top of exactly what was read, in one step that no other process can interrupt, and puts it in use. Returns what was
	 * in use before. What others saved is applied first; events are published outside of that step, since listeners may take long.
	 *
	 * @throws ProfileConflictError when others changed a part of it: the operator has not seen their change.
	 */
	async #save({ partsOf, apply, seen, seenSecrets, shown }: Change): Promise<Snapshot> {
		const { settings, secrets } = this.#parts;
		for (;;) {
			await this.#acceptUnless(partsOf);
			const known = this.#now;
			if (seen !== "present") refuseUnseen(seen(shown(known)), shown(known));
			if (seenSecrets !== undefined) refuseUnseenSecrets(known.inUse.name, seenSecrets, known.savedSecrets);
			const applied = { ...known, ...apply(known) };
			const next =
				known.saved === undefined ? { ...applied, saved: withAbsolutePaths(applied.saved) } : applied;
			const { rulesOfProfile } = await import("./rules-of-profile.ts");
			rulesOfProfile(next.inUse);
			rulesOfProfile(next.saved);
			const isSaved = await settings.exclusively(async ({ saveProfile }) => {
				if (!(await this.#isAsKnown(known))) return false;
				await saveProfile(next.saved);
				if (next.savedSecrets !== known.savedSecrets)
					await secrets.write(known.inUse.name, next.savedSecrets);
				return true;
			});
			if (!isSaved) continue;
			this.#now = { ...next, names: await settings.profileNames() };
			return known;
		}
	}

	/** Whether profile and secrets are still as they were read here. */
	async #isAsKnown({ inUse, saved, savedSecrets }: Snapshot): Promise<boolean> {
		const { settings, secrets } = this.#parts;
		return (
			isDeepStrictEqual(await settings.profile(inUse.name), saved) &&
			isDeepStrictEqual(await secrets.read(inUse.name), savedSecrets)
		);
	}

	/**
	 * Applies what others have saved, before a save that changes these parts of the profile.
	 *
	 * @throws ProfileConflictError when others changed one of them: the operator has not seen their change.
	 */
	async #acceptUnless(partsOfSave: (known: Snapshot) => ReadonlySet<string>): Promise<void> {
		const known = this.#now;
		const { parts, changes } = await this.#acceptChanges();
		if (changes.length === 0 || parts.isDisjointFrom(partsOfSave(known))) return;
		throw new ProfileConflictError(known.inUse.name, changes);
	}

	/** Applies what others have changed in the saved profile and its secrets. A profile that they removed stays in use here. */
	async #acceptChanges(): Promise<ProfileChanges> {
		const { settings, secrets, events, revision, now } = this.#parts;
		const before = this.#now;
		const compared = revision();
		const { name } = before.inUse;
		const [saved, savedSecrets] = [await settings.profile(name), await secrets.read(name)];
		this.#revision = compared;
		const found = changesBetween(before, { saved, savedSecrets });
		if (found.changes.length === 0) return found;
		const names = await settings.profileNames();
		if (saved === undefined) this.#now = { ...before, saved, savedSecrets, names };
		else {
			const inUse = await resolveProfile(
				{ ...this.#choice, flags: { ...this.#choice.flags, profile: name } },
				settings,
				secrets,
			);
			this.#now = { inUse: inUse.profile, secrets: inUse.secrets, saved, savedSecrets, names };
		}
		const message = `The profile ${name} was changed elsewhere: ${listed(found.changes)}.`;
		await events.publish({ type: "warning", time: now(), message });
		const { inUse, secrets: secretsInUse } = this.#now;
		await events.publish({ type: "profileChanged", before: before.inUse, after: inUse, elsewhere: true });
		const isSameConnection =
			isDeepStrictEqual(connectionOf(before.inUse), connectionOf(inUse)) &&
			isDeepStrictEqual(keysOf(before.secrets), keysOf(secretsInUse));
		if (!isSameConnection) await events.publish({ type: "connectionChanged" });
		return found;
	}
}

function webhookOf({ webhook }: ProfileSecrets): Pick<ProfileSecrets, "webhook"> {
	return webhook === undefined ? {} : { webhook };
}

/** The secrets that source and target are used with. */
function keysOf({ secretToken, sourceSecret }: ProfileSecrets) {
	return { secretToken, sourceSecret };
}

function connectionOf({ appName, source, target, network }: Profile) {
	return { appName, source, target, network };
}
