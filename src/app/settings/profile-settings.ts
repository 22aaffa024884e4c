import type { ProfileSettingId, SettingOption } from "../../config/profile-setting.ts";

export type { SettingOption } from "../../config/profile-setting.ts";

export type SettingId = ProfileSettingId | "webhook";

/** A setting of the profile as it stands, ready to be shown and edited. */
export type ShownSetting = {
	readonly id: SettingId;
	readonly group: string;
	readonly label: string;
	readonly meaning: string;
	/** What it takes: `between 5 minutes and 24 hours`. */
	readonly range: string;
	/** When a new value counts. */
	readonly effect: string;
	/** `secret` is never shown, only whether there is one. */
	readonly kind: "text" | "choice" | "secret";
	readonly options: readonly SettingOption[];
	/** The saved value, as it is edited; empty for a secret. */
	readonly text: string;
	/** The value in use, with its unit. */
	readonly shown: string;
	readonly default: string;
	/** Where the value in use comes from. `flag` names the flag or variable that goes before what is saved. */
	readonly from: "default" | "saved" | { readonly flag: string; readonly saved: string };
};

/** How one way of telling somebody took a notification. */
export type TestedWay = { readonly name: string; readonly problem: string | null };

/** The settings of a profile that have no screen of their own. */
export interface ProfileSettings {
	/** All of them, in the order in which they are shown. */
	readonly list: () => readonly ShownSetting[];
	/** What is wrong with a value: `it must be …`; undefined when it can be saved. */
	readonly check: (id: SettingId, text: string) => string | undefined;
	/** Why one should think twice before saving this value; undefined when there is no reason. */
	readonly risk: (id: SettingId, text: string) => string | undefined;
	/** Saves a value, and uses it unless a flag or variable goes before it. Null: the default; for a secret: none. */
	readonly change: (id: SettingId, text: string | null) => Promise<ShownSetting>;
	/** Sends a test over every way that is set up; empty when there is none. */
	readonly testNotification: () => Promise<readonly TestedWay[]>;
}
