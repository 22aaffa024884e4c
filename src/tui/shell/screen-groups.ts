import type { ScreenId } from "../context/shell-context.ts";
import { keyLabel, type PlainKey } from "../keys/key-press.ts";
import { groups, type ScreenGroup } from "./groups.ts";
import type { ScreenDescriptor } from "./screen.ts";

/** A group with its screens, the first of which its digit shows. */
export type Grouped = ScreenGroup & { readonly screens: readonly ScreenDescriptor[] };

/** The groups that have screens, in the order of the tabs. */
export function groupsOf(screens: readonly ScreenDescriptor[]): readonly Grouped[] {
	return Object.entries<ScreenGroup>(groups)
		.map(([id, group]) => ({ ...group, screens: screens.filter((screen) => screen.group === id) }))
		.filter((group) => group.screens.length > 0);
}

/** What a digit shows: the first screen of its group, and from one of its screens the one after it. */
export function screenAfter({ screens }: Grouped, shown: ScreenId): ScreenId | undefined {
	const at = screens.findIndex(({ id }) => id === shown);
	return screens[(at + 1) % screens.length]?.id;
}

/** The shortest keys that always show a screen: `4`, or `gs` for one that is not the first of its group. */
export function screenKeys(screens: readonly ScreenDescriptor[], screen: ScreenDescriptor): string {
	const group = groupsOf(screens).find((one) => one.screens[0] === screen);
	return keyLabel(group?.key ?? jumpKey(screen));
}

/** Makes the function that finds the keys of a screen by its id; empty for a screen that the console does not have. */
export function keysToScreens(screens: readonly ScreenDescriptor[]): (id: ScreenId) => string {
	return (id) => {
		const screen = screens.find((one) => one.id === id);
		return screen === undefined ? "" : screenKeys(screens, screen);
	};
}

/** `g s`: g, then the letter of the screen. */
export function jumpKey({ jump }: Pick<ScreenDescriptor, "jump">): PlainKey {
	return `g ${jump}`;
}

/** The screen where Esc ends. */
export function homeOf(screens: readonly ScreenDescriptor[]): ScreenId | undefined {
	return groupsOf(screens)[0]?.screens[0]?.id;
}
