import type { Choice } from "../../config/settings/value-type.ts";

export type SettingOption = Choice;

/** A setting of the profile, ready to be shown and edited. */
export type ShownSetting = {
	readonly id: string;
	readonly group: string;
	readonly label: string;
	readonly meaning: string;
	/** The accepted values: `between 5 minutes and 24 hours`. */
	readonly range: string;
	/** When a new value takes effect. */
	readonly effect: string;
	/** `secret` is never shown, only whether there is one. */
	readonly kind: "text" | "choice" | "secret";
	/** Whether the value is the path of a file. */
	readonly isPath: boolean;
	readonly options: readonly SettingOption[];
	/** The saved value, as it is edited; empty for a secret. */
	readonly text: string;
	/** Of a secret: stands for the saved value in place of `text`, to be given as seen. */
	readonly mark?: string;
	/** The value in use, with its unit. */
	readonly shown: string;
	readonly default: string;
	/** Where the value in use comes from. `flag` names the flag or variable that overrides the saved value. */
	readonly from: "default" | "saved" | { readonly flag: string; readonly saved: string };
};

/** The outcome of a test notification over one channel. */
export type TestedWay = { readonly name: string; readonly problem: string | null };

/** The settings of a profile that have no screen of their own. */
export interface ProfileSettings {
	/** All of them, in the order in which they are shown. */
	readonly list: () => readonly ShownSetting[];
	/** What is wrong with a value: `it must be …`; undefined when it can be saved. */
	readonly check: (id: string, text: string) => string | undefined;
	/** Why the operator should think twice before saving this value; undefined when there is no reason. */
	readonly risk: (id: string, text: string | null) => string | undefined;
	/**
	 * Saves a value, and uses it unless a flag or variable overrides it. Null: the default; for a secret: none.
	 *
	 * @param seen the saved value that the operator saw when the edit began, as in `text`, or `mark` for a secret; default: the present one
	 * @throws SettingError when the value cannot be used
	 * @throws ProfileConflictError when the saved value is another one now
	 */
	readonly change: (id: string, text: string | null, seen?: string) => Promise<ShownSetting>;
	/** Sends a test over every configured channel; empty when there is none. */
	readonly testNotification: () => Promise<readonly TestedWay[]>;
}
