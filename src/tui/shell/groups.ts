import type { Digit } from "../keys/key-press.ts";

/** A group of screens: one tab and one digit. */
export type ScreenGroup = {
	/** The title in tabs, palette and help. */
	readonly title: string;
	/** A shorter title for the tabs on a narrow terminal. */
	readonly short?: string;
	readonly key: Digit;
};

/** The groups in the order of the tabs. */
export const groups = {
	home: { title: "Home", key: "1" },
	people: { title: "People", key: "2" },
	plan: { title: "Plan", key: "3" },
	log: { title: "Log", key: "4" },
	rules: { title: "Mapping & scope", short: "Mapping", key: "5" },
	accounts: { title: "Accounts", key: "6" },
	setup: { title: "Setup", key: "7" },
	settings: { title: "Settings", key: "8" },
} as const satisfies Readonly<Record<string, ScreenGroup>>;

export type GroupId = keyof typeof groups;
