import { isDeepStrictEqual } from "node:util";
import { GivenOptions } from "../../config/given-options.ts";
import { type Profile, type ProfileSecrets, profileSchema } from "../../config/profile.ts";
import type { Secrets } from "../../config/secrets.ts";
import { webhookSetting } from "../../config/settings/notifications.ts";
import type { Option } from "../../config/settings/option.ts";
import type { Settings } from "../../config/settings.ts";
import type { EventBus } from "../events/event-bus.ts";
import { mergeChange } from "./merge-change.ts";
import { changedParts, describeChanges } from "./profile-changes.ts";
import { listed, ProfileConflictError } from "./profile-conflict-error.ts";
import { type ProfileChoice, resolveProfile } from "./resolve-profile.ts";
import { rulesOfProfile } from "./rules-of-profile.ts";

/** Where the state of a profile is kept, and who hears of its changes. */
export type ProfileStateParts = {
	readonly settings: Pick<Settings, "profile" | "profileNames" | "saveProfile" | "currentName">;
	readonly secrets: Secrets;
	readonly events: Pick<EventBus, "publish">;
};

/** Turns a profile into the one to save. Runs when its turn comes, on the profile as it is then. */
export type ProfileEdit = (profile: Profile) => Profile;

/** What the credentials screen changes of a profile. */
export type ConnectionChange = Pick<Profile, "appName" | "source" | "target">;

/** What is known of the profile now. Replaced as a whole, so that no reader sees half a change. */
type Snapshot = {
	/** As it is used: what is saved, with flags and environment variables on top. */
	readonly inUse: Profile;
	readonly secrets: ProfileSecrets;
	/** As it is saved; undefined until it is. */
	readonly saved: Profile | undefined;
	readonly isWebhookSaved: boolean;
	/** All saved profiles. */
	readonly names: readonly string[];
};

/**
 * The state of an open profile, and the only place that reads and writes the saved one. Saves run one after the other, each on the
 * result of the one before it, and each resolves once everything that follows the profile has taken over the change. All of them reject
 * with `ConfigError`, and then nothing is different in use.
 */
export class ProfileState {
	readonly #parts: ProfileStateParts;
	readonly #choice: ProfileChoice;
	readonly #given: GivenOptions;
	/** The demo's credentials come with each start of its tenant: they are never saved. */
	readonly #isDemo: boolean;
	#now: Snapshot;
	#lastSave: Promise<unknown> = Promise.resolve();

	private constructor(parts: ProfileStateParts, choice: ProfileChoice, now: Snapshot) {
		this.#parts = parts;
		this.#choice = choice;
		this.#given = new GivenOptions(choice.flags, choice.env);
		this.#isDemo = choice.demo !== undefined;
		this.#now = now;
	}

	/** Reads the profile that flags and environment name. Throws `UsageError` and `ConfigError`. */
	static async open(choice: ProfileChoice, parts: ProfileStateParts): Promise<ProfileState> {
		const { profile, secrets } = await resolveProfile(choice, parts.settings, parts.secrets);
		const [names, saved, { webhook }] = await Promise.all([
			parts.settings.profileNames(),
			parts.settings.profile(profile.name),
			parts.secrets.read(profile.name),
		]);
		return new ProfileState(parts, choice, {
			inUse: profile,
			secrets,
			saved,
			isWebhookSaved: webhook !== undefined,
			names,
		});
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
		return { inUse: this.#now.secrets.webhook !== undefined, saved: this.#now.isWebhookSaved };
	}

	/** The flag or variable that overrides what is saved of a setting; undefined when neither is given. */
	readonly overriddenBy = (option: Option): string | undefined => this.#given.origin(option);

	/** Saves mappings, attribute lists or scope. Of what flags and variables set, only what the edit changes is saved. */
	readonly saveRules = (edit: ProfileEdit): Promise<void> =>
		this.#inTurn(async () => {
			await this.#acceptUnless(({ inUse }) => changedParts(inUse, edit(inUse)));
			const { inUse } = this.#now;
			const next = edit(inUse);
			const saved = profileSchema.parse(mergeChange(await this.#readSaved(), inUse, next));
			await this.#takeOver(saved, next);
		});

	/** Saves a setting; `overridden`: a flag or variable stays in use instead. */
	readonly saveSettings = (
		edit: ProfileEdit,
		{ overridden }: { readonly overridden: boolean },
	): Promise<void> =>
		this.#inTurn(async () => {
			await this.#acceptUnless(({ inUse, saved = inUse }) => changedParts(saved, edit(saved)));
			const { inUse } = this.#now;
			await this.#takeOver(edit(await this.#readSaved()), overridden ? inUse : edit(inUse));
		});

	/** Saves source and target with their secrets, which replace the saved ones. The webhook stays. */
	readonly saveConnection = (
		{ appName, source, target }: ConnectionChange,
		secrets: Pick<ProfileSecrets, "secretToken" | "sourceSecret">,
	): Promise<void> =>
		this.#inTurn(async () => {
			const connection = { appName, source, target };
			await this.#acceptUnless(() => new Set(Object.keys(connection)));
			const saved = profileSchema.parse({ ...(await this.#readSaved()), ...connection });
			const inUse = { ...this.#now.inUse, ...connection };
			await this.#write(saved);
			if (!this.#isDemo) {
				const { webhook } = await this.#parts.secrets.read(inUse.name);
				await this.#parts.secrets.write(inUse.name, { ...secrets, ...only({ webhook }) });
			}
			const { webhook } = this.#now.secrets;
			this.#now = {
				...this.#now,
				inUse,
				saved,
				secrets: { ...secrets, ...only({ webhook }) },
				names: await this.#parts.settings.profileNames(),
			};
			await this.#parts.events.publish({ type: "connectionChanged" });
		});

	/** Saves the webhook for notifications, and the profile if it is not saved yet; undefined removes the webhook. */
	readonly saveWebhook = (webhook: string | undefined): Promise<void> =>
		this.#inTurn(async () => {
			const before = this.#now.inUse;
			if (this.#now.saved === undefined) await this.#takeOver(before, before);
			const { webhook: _, ...others } = await this.#parts.secrets.read(before.name);
			await this.#parts.secrets.write(before.name, { ...others, ...only({ webhook }) });
			const { webhook: __, ...inUse } = this.#now.secrets;
			const isOverridden = this.overriddenBy(webhookSetting.option) !== undefined;
			this.#now = {
				...this.#now,
				isWebhookSaved: webhook !== undefined,
				secrets: isOverridden ? this.#now.secrets : { ...inUse, ...only({ webhook }) },
			};
			await this.#parts.events.publish({ type: "profileChanged", before, after: before });
		});

	/** Takes over what others have saved since the profile was last read, and says so. Rejects with `ConfigError`. */
	readonly refresh = (): Promise<void> => this.#inTurn(async () => void (await this.#acceptChanges()));

	/**
	 * Takes over what others have saved before a save that changes these parts of what was known.
	 *
	 * @throws ProfileConflictError when others changed one of them: the operator has not seen their change.
	 */
	async #acceptUnless(partsOfSave: (known: Snapshot) => ReadonlySet<string>): Promise<void> {
		const known = this.#now;
		const changes = await this.#acceptChanges();
		const { saved } = this.#now;
		if (known.saved === undefined || saved === undefined || changes.length === 0) return;
		if (changedParts(known.saved, saved).isDisjointFrom(partsOfSave(known))) return;
		throw new ProfileConflictError(saved.name, changes);
	}

	/** What others have changed in the saved profile. A profile that others removed stays as it is here. */
	async #acceptChanges(): Promise<readonly string[]> {
		const { settings, secrets, events } = this.#parts;
		const before = this.#now;
		const saved = await settings.profile(before.inUse.name);
		if (saved === undefined || before.saved === undefined || isDeepStrictEqual(saved, before.saved))
			return [];
		const changes = describeChanges(before.saved, saved);
		const { profile: inUse, secrets: secretsInUse } = await resolveProfile(
			{ ...this.#choice, flags: { ...this.#choice.flags, profile: saved.name } },
			settings,
			secrets,
		);
		this.#now = { ...before, inUse, saved, secrets: secretsInUse, names: await settings.profileNames() };
		const message = `The profile ${saved.name} was changed elsewhere: ${listed(changes)}.`;
		await events.publish({ type: "warning", time: Date.now(), message });
		await events.publish({ type: "profileChanged", before: before.inUse, after: inUse, elsewhere: true });
		const isSameConnection =
			isDeepStrictEqual(connectionOf(before.inUse), connectionOf(inUse)) &&
			isDeepStrictEqual(before.secrets, secretsInUse);
		if (!isSameConnection) await events.publish({ type: "connectionChanged" });
		return changes;
	}

	/** A failed save does not block later ones. */
	#inTurn(save: () => Promise<void>): Promise<void> {
		const saving = this.#lastSave.then(save, save);
		this.#lastSave = saving;
		return saving;
	}

	async #takeOver(saved: Profile, inUse: Profile): Promise<void> {
		rulesOfProfile(inUse);
		rulesOfProfile(saved);
		await this.#write(saved);
		const before = this.#now.inUse;
		this.#now = { ...this.#now, saved, inUse, names: await this.#parts.settings.profileNames() };
		await this.#parts.events.publish({ type: "profileChanged", before, after: inUse });
		if (!isDeepStrictEqual(before.network, inUse.network))
			await this.#parts.events.publish({ type: "connectionChanged" });
	}

	/** Another process may have saved the profile since it was last read. */
	async #readSaved(): Promise<Profile> {
		const { inUse, saved } = this.#now;
		return (await this.#parts.settings.profile(inUse.name)) ?? saved ?? inUse;
	}

	#write(profile: Profile): Promise<void> {
		return this.#parts.settings.saveProfile(profile);
	}
}

function only({ webhook }: { readonly webhook: string | undefined }): Pick<ProfileSecrets, "webhook"> {
	return webhook === undefined ? {} : { webhook };
}

function connectionOf({ appName, source, target, network }: Profile) {
	return { appName, source, target, network };
}
