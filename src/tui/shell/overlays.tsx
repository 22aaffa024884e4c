import { use, useEffect, useMemo, useState } from "react";
import { isOfSavedFilter, listCommands } from "../components/list/list-commands.ts";
import { type ScreenId, useShell } from "../context/shell-context.ts";
import { useTerminalSize } from "../hooks/use-terminal-size.ts";
import type { CommandInfo } from "../keys/command.ts";
import { KeyBoardContext, useCommands } from "../keys/use-keys.ts";
import { type ProfileSwitch, ProfilesDialog } from "../profiles/profiles-dialog.tsx";
import type { Look } from "../theme/appearance.ts";
import { AppearanceContext } from "../theme/use-appearance.ts";
import { Help } from "./help.tsx";
import { type HelpSection, helpSections } from "./help-lines.ts";
import { Palette, type PaletteEntry } from "./palette.tsx";
import type { ScreenDescriptor } from "./screen.ts";
import { groupsOf } from "./screen-groups.ts";
import { shellCommands } from "./shell-commands.ts";
import { ThemeDialog } from "./theme/theme-dialog.tsx";

/** The command to run once the palette is closed and its screen is shown. */
type PendingCommand = Pick<PaletteEntry, "command">;

/** The console's own keys, the palette and the help. */
export function Overlays({
	screens,
	shown,
	height,
	onVisit,
	onBack,
	profiles,
}: {
	readonly screens: readonly ScreenDescriptor[];
	readonly shown: ScreenId;
	readonly height: number;
	/** Shows a screen and forgets the way to it. */
	readonly onVisit: (screen: ScreenId, argument?: string) => void;
	/** Returns to the screen before; null on Home. */
	readonly onBack: (() => void) | null;
	/** The other profiles; null before the open one is shown. */
	readonly profiles: ProfileSwitch | null;
}) {
	const { columns } = useTerminalSize();
	const [open, setOpen] = useState<
		| "theme"
		| "profiles"
		| { readonly type: "palette"; readonly possible: readonly CommandInfo[] }
		| { readonly type: "help"; readonly sections: readonly HelpSection[] }
		| null
	>(null);
	const [pending, setPending] = useState<PendingCommand | null>(null);
	/** Titles of the commands that were run from the palette, the last one first. */
	const [history, setHistory] = useState<readonly string[]>([]);
	const { leave, toast } = useShell();
	const board = use(KeyBoardContext);
	const appearance = use(AppearanceContext);
	const keepLook = async (changed: Partial<Look>, done: string) => {
		appearance.change(changed);
		await appearance.save(changed);
		toast.done(done);
	};
	const own = useMemo(() => shellCommands(screens), [screens]);
	/** What the keys do at this moment: once the help is open, it has the keys. */
	const helpHere = () => {
		const screen = screens.find(({ id }) => id === shown);
		const sources = [
			...(screen ? [{ title: screen.title, commands: screen.commands }] : []),
			{ title: "Lists", commands: listCommands },
			{ title: "Everywhere", commands: own },
		];
		return helpSections(sources, board.possible(), board.reason);
	};
	useCommands(
		own,
		{
			shown,
			visit: onVisit,
			back: onBack,
			leave,
			toast,
			openPalette: () => setOpen({ type: "palette", possible: board.possible() }),
			openHelp: () => setOpen({ type: "help", sections: helpHere() }),
			look: appearance.look(),
			chooseTheme: () => setOpen("theme"),
			keepLook,
			openProfiles: profiles && (() => setOpen("profiles")),
		},
		{ kind: "console" },
	);
	useEffect(() => {
		if (pending === null) return;
		setPending(null);
		const { id, title } = pending.command;
		if (!board.run(id)) toast.warn(board.reason(id) ?? `"${title}" is not available right now.`);
	}, [pending, board, toast]);

	if (open === "profiles") {
		return (
			profiles && (
				<ProfilesDialog {...profiles} width={columns} height={height} onClose={() => setOpen(null)} />
			)
		);
	}
	if (open === "theme") {
		return (
			<ThemeDialog
				onTake={(theme) => {
					setOpen(null);
					keepLook({ theme }, `Theme: ${theme}. It is kept for all profiles.`).catch(toast.error);
				}}
				onClose={() => setOpen(null)}
			/>
		);
	}
	if (open?.type === "help")
		return <Help height={height} sections={open.sections} onClose={() => setOpen(null)} />;
	if (open?.type === "palette") {
		return (
			<Palette
				entries={paletteEntries(screens, shown, open.possible)}
				history={history}
				height={height}
				onClose={() => setOpen(null)}
				onTake={({ command, screen }) => {
					setOpen(null);
					setHistory(
						[command.title, ...history.filter((title) => title !== command.title)].slice(0, maxHistory),
					);
					if (screen !== null && screen !== shown) onVisit(screen);
					setPending({ command });
				}}
			/>
		);
	}
	return null;
}

/** Earlier commands that the palette keeps. */
const maxHistory = 50;

/** Commands of lists that only move the cursor. */
const movesOnly = /^list\.(?:up|down|pageUp|pageDown|first|last)$/;

/** What makes no sense in the palette: opening it, Esc, and digits, which have names of screens beside them. */
const hiddenInPalette = /^(?:console\.(?:palette|dismiss|back)|group\..*)$/;

/**
 * The commands of the shown screen (available ones first), of the console, and of other screens. Commands that work only in a dialog are left out,
 * unless the palette was opened there.
 */
function paletteEntries(
	screens: readonly ScreenDescriptor[],
	shown: ScreenId,
	possible: readonly CommandInfo[],
): readonly PaletteEntry[] {
	const of = (screen: ScreenDescriptor): readonly PaletteEntry[] =>
		screen.commands
			.filter((command) => command.where === undefined || possible.includes(command))
			.map((command) => ({ command, screen: screen.id, place: screen.title }));
	const isPossible = ({ command }: PaletteEntry) => possible.includes(command);
	const inList = listCommands
		.filter((command) => possible.includes(command) && !movesOnly.test(command.id))
		.map((command) => ({ command, screen: null, place: "the list" }));
	const here = screens.filter(({ id }) => id === shown).flatMap(of);
	const tabs = new Map<string, string>(
		groupsOf(screens)
			.filter((group) => group.screens.length > 1)
			.flatMap(({ title, screens: those }) => those.map(({ id }) => [`go.${id}`, title] as const)),
	);
	const all: readonly PaletteEntry[] = [
		...here.filter(isPossible),
		...inList,
		...here.filter((entry) => !isPossible(entry)),
		...shellCommands(screens)
			.filter(({ id }) => !hiddenInPalette.test(id))
			.map((command) => {
				const tab = tabs.get(command.id);
				return { command, screen: null, place: "everywhere", ...(tab === undefined ? {} : { tab }) };
			}),
		...possible.filter(isOfSavedFilter).map((command) => ({ command, screen: null, place: "this list" })),
		...screens.filter(({ id }) => id !== shown).flatMap(of),
	];
	// Screens share commands such as the history: the first one is the nearest.
	const nearest = new Map<string, PaletteEntry>();
	for (const entry of all) if (!nearest.has(entry.command.id)) nearest.set(entry.command.id, entry);
	return [...nearest.values()];
}
