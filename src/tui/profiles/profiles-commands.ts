import type { Command } from "../keys/command.ts";
import type { ProfileRow } from "./profile-columns.ts";

/** What the keys of the switcher act on. */
export type ProfilesView = {
	readonly current: ProfileRow | undefined;
	readonly open: (row: ProfileRow) => void;
	readonly add: () => void;
	readonly rename: (row: ProfileRow) => void;
	readonly remove: (row: ProfileRow) => void;
	readonly refresh: () => void;
	readonly close: () => void;
};

const where = "in the profiles";

/** The keys of the switcher. */
export const profilesCommands: readonly Command<ProfilesView>[] = [
	{
		id: "profiles.open",
		keys: ["enter"],
		title: "Switch to the profile",
		hint: "switch",
		where,
		blocked: ({ current }) => (current?.isOpen ? `${current.name} is already open.` : null),
		run: ({ current, open }) => current && open(current),
	},
	{
		id: "profiles.add",
		means: "add",
		title: "Add a profile: empty, or a copy of this one",
		hint: "add or copy",
		where,
		run: ({ add }) => add(),
	},
	{
		id: "profiles.rename",
		means: "edit",
		title: "Rename the profile",
		hint: "rename",
		where,
		blocked: ({ current }) => (current?.isSaved ? null : "Only a saved profile can be renamed."),
		run: ({ current, rename }) => current && rename(current),
	},
	{
		id: "profiles.remove",
		means: "remove",
		title: "Remove the profile",
		hint: "remove",
		where,
		blocked({ current }) {
			if (current?.isOpen) return "The open profile can't be removed: switch to another one first.";
			return current?.isSaved ? null : "Only a saved profile can be removed.";
		},
		run: ({ current, remove }) => current && remove(current),
	},
	{
		id: "profiles.refresh",
		means: "refresh",
		title: "Read the profiles again",
		where,
		run: ({ refresh }) => refresh(),
	},
	{
		id: "profiles.close",
		keys: ["escape", "ctrl+p"],
		title: "Close the profiles",
		hint: "close",
		where,
		run: ({ close }) => close(),
	},
];

/** What the keys of a profile's name act on. */
export type ProfileNameView = { readonly take: () => void; readonly back: () => void };

/** The keys while a profile's name is typed. */
export const profileNameCommands: readonly Command<ProfileNameView>[] = [
	{
		id: "profiles.name.take",
		keys: ["enter"],
		title: "Use the name",
		hint: "use the name",
		where: "in a profile's name",
		run: ({ take }) => take(),
	},
	{
		id: "profiles.name.back",
		keys: ["escape"],
		title: "Back to the profiles",
		hint: "back",
		where: "in a profile's name",
		run: ({ back }) => back(),
	},
];
