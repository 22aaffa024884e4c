import type { Shell } from "../context/shell-context.ts";
import type { Command } from "../keys/command.ts";
import type { ScreenDescriptor } from "./screen.ts";

/** What the console's own commands act on. */
export type ShellView = Pick<Shell, "go" | "leave" | "toast"> & {
	readonly openPalette: () => void;
	readonly openHelp: () => void;
};

/** The keys that work on every screen: one per screen, then palette, help and quit. */
export function shellCommands(screens: readonly ScreenDescriptor[]): readonly Command<ShellView>[] {
	return [
		...screens.map(
			({ id, key, title }): Command<ShellView> => ({
				id: `go.${id}`,
				keys: [key],
				title: `Go to ${title}`,
				run: ({ go }) => go(id),
			}),
		),
		{
			id: "go.plan.now",
			keys: ["d"],
			title: "Show what a cycle would do",
			where: "unless the screen uses d itself",
			run: ({ go }) => go("plan", "now"),
		},
		{
			id: "console.palette",
			keys: [":", "ctrl+k"],
			title: "Find any command by name",
			hint: "commands",
			run: (view) => view.openPalette(),
		},
		{
			id: "console.help",
			keys: ["?", "f1"],
			title: "Show all keys",
			hint: "all keys",
			run: (view) => view.openHelp(),
		},
		{
			id: "console.dismiss",
			keys: ["escape"],
			title: "Dismiss the message",
			when: ({ toast }) => toast.current() !== null,
			run: ({ toast }) => toast.clear(),
		},
		{ id: "console.leave", keys: ["q"], title: "Quit", hint: "quit", run: ({ leave }) => leave() },
	];
}
