import { createContext, use, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useShell } from "../context/shell-context.ts";
import type { Withdraw } from "../context/status-message.ts";
import type { Command } from "./command.ts";
import { createKeyBoard, type KeyKind } from "./key-board.ts";
import type { KeyPress } from "./key-press.ts";
import { keysOf, type Meaning } from "./key-table.ts";

/** The console's key board. */
export const KeyBoardContext = createContext(createKeyBoard());

/** How many dialogs deep a component is. `Dialog` provides it. */
export const LevelContext = createContext(0);

const moves: ReadonlySet<Meaning | undefined> = new Set(["up", "down", "left", "right", "first", "last"]);

/** Whether a command only moves: it changes nothing that a message could be about. */
function isMove({ means, repeats }: Pick<Command<never>, "means" | "repeats">): boolean {
	return repeats === true || moves.has(means);
}

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
			explain: () => false,
			repeats: () => undefined,
			commands: () => [],
			run: () => false,
			reason: () => null,
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

	/** The command that last could not act, and the message that shows why. */
	const explained = useRef<{
		readonly id: string;
		readonly reason: string;
		readonly withdraw: Withdraw;
	} | null>(null);

	const fitting = useEffectEvent(() => table.filter((command) => command.when?.(view) ?? true));
	const reasonOf = useEffectEvent((command: Command<View>) => command.blocked?.(view) ?? null);
	const possible = useEffectEvent(() => fitting().filter((command) => reasonOf(command) === null));
	const explain = useEffectEvent((name: string): boolean => {
		const command = fitting().find((one) => keysOf(one).some((key) => key === name));
		const reason = command === undefined ? null : reasonOf(command);
		if (command !== undefined && reason !== null)
			explained.current = { id: command.id, reason, withdraw: toast.note(reason) };
		return reason !== null;
	});
	const find = useEffectEvent((name: string) =>
		possible().find((command) => keysOf(command).some((key) => key === name)),
	);
	const start = useEffectEvent((command: Command<View> | undefined, count = 1): boolean => {
		if (!command) return false;
		// A message is about the last action: the next one ends it.
		if (kind === "commands" && !isMove(command)) toast.clear();
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
			explain: (name) => explain(name),
			repeats(name) {
				const command = find(name);
				return command && (command.repeats ?? false);
			},
			commands: () => possible(),
			run: (id) => start(possible().find((command) => command.id === id)),
			reason(id) {
				const command = fitting().find((one) => one.id === id);
				return command === undefined ? null : reasonOf(command);
			},
		});
	}, [board, level, kind, active]);

	const withdrawOldReason = useEffectEvent(() => {
		if (explained.current === null) return;
		const { id, reason, withdraw } = explained.current;
		const command = table.find((one) => one.id === id);
		if (command !== undefined && reasonOf(command) === reason) return;
		explained.current = null;
		withdraw();
	});
	useEffect(() => {
		withdrawOldReason();
		board.changed();
	});
}
