import { createContext, use, useEffect, useEffectEvent, useLayoutEffect } from "react";
import { useShell } from "../context/shell-context.ts";
import type { Command } from "./command.ts";
import { createKeyBoard, type KeyKind } from "./key-board.ts";
import type { KeyPress } from "./key-press.ts";
import { keysOf } from "./key-table.ts";

/** The console's key board. */
export const KeyBoardContext = createContext(createKeyBoard());

/** How many dialogs deep a component is. `Dialog` provides it. */
export const LevelContext = createContext(0);

/** Handles raw key presses, for text inputs. `press` returns whether it handled the key. */
export function useKeys(kind: KeyKind, press: (press: KeyPress) => boolean, active = true): void {
	const board = use(KeyBoardContext);
	const level = use(LevelContext);
	const handle = useEffectEvent(press);
	useLayoutEffect(() => {
		if (!active) return;
		return board.join({
			level,
			kind,
			press: (key) => handle(key),
			repeats: () => undefined,
			commands: () => [],
			run: () => false,
		});
	}, [board, level, kind, active]);
}

/**
 * Activates a table of commands for a view while the component is mounted, visible and `active`.
 * Errors and rejections of a command are shown in the status line.
 */
export function useCommands<View>(
	table: readonly Command<View>[],
	view: View,
	options: { readonly kind?: KeyKind; readonly active?: boolean } = {},
): void {
	const { kind = "commands", active = true } = options;
	const board = use(KeyBoardContext);
	const level = use(LevelContext);
	const { toast } = useShell();

	const possible = useEffectEvent(() => table.filter((command) => command.when?.(view) ?? true));
	const find = useEffectEvent((name: string) =>
		possible().find((command) => keysOf(command).some((key) => key === name)),
	);
	const start = useEffectEvent((command: Command<View> | undefined, count = 1): boolean => {
		if (!command) return false;
		try {
			const outcome = command.run(view, count);
			if (outcome instanceof Promise) outcome.catch((error: unknown) => toast.error(error));
		} catch (error) {
			toast.error(error);
		}
		return true;
	});

	useLayoutEffect(() => {
		if (!active) return;
		return board.join({
			level,
			kind,
			press: ({ name, count }) => start(find(name), count),
			repeats(name) {
				const command = find(name);
				return command && (command.repeats ?? false);
			},
			commands: () => possible(),
			run: (id) => start(possible().find((command) => command.id === id)),
		});
	}, [board, level, kind, active]);

	useEffect(() => board.changed());
}
