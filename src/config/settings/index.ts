import { accountSettings } from "./accounts.ts";
import { connectionOptions } from "./connection.ts";
import { cycleSettings } from "./cycles.ts";
import { deletionGuardSettings } from "./deletion-guard.ts";
import { driftSettings } from "./drift.ts";
import { logSettings } from "./log.ts";
import { networkSettings } from "./network.ts";
import { notificationSettings } from "./notifications.ts";
import type { Option, OptionName } from "./option.ts";
import { productionSetting } from "./production.ts";
import { requestSettings } from "./requests.ts";
import { isStored, type Setting, type StoredSetting } from "./setting.ts";

/**
 * Every setting of a profile that has no screen of its own, in the order in which they are listed. The schema of the
 * profile, flags and variables, `sumo-provision settings`, the console's settings and docs/settings.md are made from it.
 */
export const settings = [
	...cycleSettings,
	...accountSettings,
	...deletionGuardSettings,
	...requestSettings,
	...networkSettings,
	...driftSettings,
	...logSettings,
	productionSetting,
	...notificationSettings,
] as const;

const table: readonly Setting[] = settings;

export const storedSettings: readonly StoredSetting[] = table.filter(isStored);

/** Every option of a profile, each once, in the order of `--help`. */
export const profileOptions: readonly Option[] = [
	...Object.values(connectionOptions),
	...new Set(table.map(({ option }): Option => option)),
];

type Connection = typeof connectionOptions;

type Flag = Connection[keyof Connection]["flag"] | (typeof settings)[number]["option"]["flag"];

/** The flags of a profile as typed, by the names that commander gives them. */
export type Flags = { readonly [Name in OptionName<Flag>]?: string | undefined };
