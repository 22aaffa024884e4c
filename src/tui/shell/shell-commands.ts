import type { ScreenId, Shell } from "../context/shell-context.ts";
import type { Command } from "../keys/command.ts";
import type { Look } from "../theme/appearance.ts";
import type { ScreenDescriptor } from "./screen.ts";
import { groupsOf, jumpKey, screenAfter } from "./screen-groups.ts";

/** What the console's own commands act on. */
export type ShellView = Pick<Shell, "leave" | "toast"> & {
	readonly shown: ScreenId;
	/** Shows a screen and forgets the way to it. */
	readonly visit: (screen: ScreenId, argument?: string) => void;
	/** Returns to the screen before a jump, in the end to Home; null on Home. */
	readonly back: (() => void) | null;
	readonly openPalette: () => void;
	readonly openHelp: () => void;
	readonly look: Look;
	readonly chooseTheme: () => void;
	/** Changes how the console looks, now and for later consoles, and shows a message. */
	readonly keepLook: (changed: Partial<Look>, done: string) => Promise<void>;
	/** Shows all profiles; null where there is only the open one. */
	readonly openProfiles: (() => void) | null;
};

/** The keys that work on every screen: one per group and per screen, then the palette, help and quit. */
export function shellCommands(screens: readonly ScreenDescriptor[]): readonly Command<ShellView>[] {
	return [
		...groupsOf(screens).map((group): Command<ShellView> => {
			const several =
				group.screens.length > 1 ? `: ${group.screens.map(({ title }) => title).join(", ")}` : "";
			return {
				id: `group.${group.key}`,
				keys: [group.key],
				title: `${group.title}${several}`,
				...(several === "" ? {} : { where: "again for the next one" }),
				run({ shown, visit }) {
					const screen = screenAfter(group, shown);
					if (screen !== undefined) visit(screen);
				},
			};
		}),
		...screens.map((screen): Command<ShellView> => {
			const { id, title, short = title } = screen;
			return {
				id: `go.${id}`,
				keys: [jumpKey(screen)],
				title: `Go to ${title}`,
				hint: short,
				run: ({ visit }) => visit(id),
			};
		}),
		{
			id: "go.plan.now",
			means: "plan",
			title: "Show what a cycle would do",
			where: "unless the screen uses d itself",
			run: ({ visit }) => visit("plan", "now"),
		},
		{
			id: "console.palette",
			means: "palette",
			title: "Find any command or screen by name",
			hint: "commands",
			run: (view) => view.openPalette(),
		},
		{
			id: "console.profiles",
			means: "profiles",
			title: "Profiles: switch, add, copy, rename or remove",
			when: ({ openProfiles }) => openProfiles !== null,
			run: ({ openProfiles }) => openProfiles?.(),
		},
		{
			id: "console.help",
			means: "help",
			title: "Show all keys",
			hint: "all keys",
			run: (view) => view.openHelp(),
		},
		{
			id: "console.theme",
			title: "Choose the theme: dark, light, high contrast, 16 colors or none",
			run: (view) => view.chooseTheme(),
		},
		{
			id: "console.ascii",
			title: "Toggle drawing with ASCII only",
			run: ({ look: { ascii }, keepLook }) =>
				keepLook({ ascii: !ascii }, ascii ? "Draws with all of Unicode." : "Draws with ASCII only."),
		},
		{
			id: "console.reducedMotion",
			title: "Toggle reduced motion: no spinner or other animation",
			run: ({ look: { reducedMotion }, keepLook }) =>
				keepLook({ reducedMotion: !reducedMotion }, `Reduced motion: ${reducedMotion ? "off" : "on"}.`),
		},
		{
			id: "console.mouse",
			title: "Toggle the mouse: the wheel scrolls, a click selects",
			run: ({ look: { mouse }, keepLook }) =>
				keepLook(
					{ mouse: !mouse },
					mouse
						? "The terminal has the mouse, to select text with it."
						: "The wheel scrolls, a click selects. To select text, hold Shift.",
				),
		},
		{
			id: "console.dismiss",
			keys: ["escape"],
			title: "Dismiss the message",
			when: ({ toast }) => toast.current() !== null,
			run: ({ toast }) => toast.clear(),
		},
		{
			id: "console.back",
			keys: ["escape", "backspace"],
			title: "Go back, in the end to Home",
			where: "without a message",
			when: ({ back }) => back !== null,
			run: ({ back }) => back?.(),
		},
		{ id: "console.leave", means: "leave", title: "Quit", hint: "quit", run: ({ leave }) => leave() },
	];
}
