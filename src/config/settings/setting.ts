import type { PlainOption, SecretOption } from "./option.ts";
import type { ValueType } from "./value-type.ts";

/** What every setting has, wherever its value is stored. */
type Described = {
	/** Its name in `sumo-provision settings set` and in JSON. */
	readonly id: string;
	/** The heading under which it is listed. */
	readonly group: string;
	readonly label: string;
	/** What it does, in a sentence. */
	readonly meaning: string;
	/** When a new value takes effect, to follow "Takes effect". */
	readonly effect: string;
};

/** A setting whose value is stored in the profile. Everything about it is described here; the rest is derived. */
export type StoredSetting<
	Path extends string = string,
	Value = unknown,
	Flag extends string = string,
> = Described & {
	/** The flag and variable that override the saved value. */
	readonly option: PlainOption<Flag>;
	/** Its path in the stored profile: `provisioning.intervalMinutes`. */
	readonly path: Path;
	readonly type: ValueType<Value>;
	/** The value with its unit; by default the choice's label, or the text. */
	readonly withUnit?: (text: string) => string;
	/** Why this value is risky; undefined when it is not. */
	readonly risk?: (text: string) => string | undefined;
	/**
	 * What is wrong with a well-formed value, such as a file that cannot be read, to follow "it".
	 * Called before the value is saved, and for the value of a flag or variable.
	 */
	readonly verify?: (text: string) => string | undefined;
	/** The same, called only before the value is saved: a flag may name a program that a container adds later. */
	readonly verifySaved?: (text: string) => string | undefined;
	/** Whether the value is the path of a file, so that the console completes it. */
	readonly isPath?: true;
};

/** A setting whose value is a secret: it is stored with the secrets, and never shown. */
export type SecretSetting<Flag extends string = string> = Described & {
	/** The flag and variable that override the saved value. */
	readonly option: SecretOption<Flag>;
	/** Its name among the secrets of the profile. */
	readonly secret: "webhook";
	/** The accepted values, in words. */
	readonly range: string;
	/** What is wrong with a text, to follow "it", without quoting it; undefined when it can be used. */
	readonly problem: (text: string) => string | undefined;
};

export type Setting = StoredSetting | SecretSetting;

/** Describes a setting; path, value and flag keep their literal types. */
export function setting<const Path extends string, Value, Flag extends string>(
	one: StoredSetting<Path, Value, Flag>,
): StoredSetting<Path, Value, Flag> {
	return one;
}

export function secretSetting<Flag extends string>(one: SecretSetting<Flag>): SecretSetting<Flag> {
	return one;
}

export function isStored(one: Setting): one is StoredSetting {
	return "path" in one;
}

export const immediately = "immediately";
export const nextCycle = "with the next cycle";
/** A running cycle plans again when what it plans by was changed. */
export const nextUser = "with the next user, also in a running cycle, which then compares all users";
