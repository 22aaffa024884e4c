import { Text, useIsScreenReaderEnabled } from "ink";
import { use, useSyncExternalStore } from "react";
import type { CommandInfo } from "../keys/command.ts";
import { type KeyName, keyLabel } from "../keys/key-press.ts";
import { keysOf } from "../keys/key-table.ts";
import { KeyBoardContext } from "../keys/use-keys.ts";
import { widthOf } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";

/** Whether a key types no text, and so works while typing. */
function typesNothing(key: KeyName): boolean {
	return key.length > 1 && key !== "space";
}

/**
 * The hints to show: as many as fit, always including help when it is available. What Enter does comes first: it is what one does most,
 * whichever part of the screen offers it.
 */
export function footerHints(
	possible: readonly CommandInfo[],
	width: number,
	typing = false,
): readonly (readonly [string, string])[] {
	const taken = new Set<KeyName>();
	const hints = possible.flatMap(({ id, hint, ...command }) => {
		const keys = keysOf(command).filter((name) => !name.startsWith("g "));
		const key = typing ? keys.find(typesNothing) : keys[0];
		if (key === undefined || hint === undefined || taken.has(key)) return [];
		taken.add(key);
		return [{ id, key, pair: [keyLabel(key), hint] as const }];
	});
	const help = hints.find(({ id }) => id === "console.help");
	const others = hints
		.filter((hint) => hint !== help)
		.toSorted((one, other) => Number(other.key === "enter") - Number(one.key === "enter"));
	const cells = (pairs: typeof hints) =>
		pairs.reduce((sum, { pair: [key, hint] }) => sum + widthOf(key) + widthOf(hint) + 3, 0);
	while (others.length > 0 && cells([...others, ...(help ? [help] : [])]) > width) others.pop();
	return [...others, ...(help ? [help] : [])].map(({ pair }) => pair);
}

/** The keys that complete `g`, and where they go. */
function jumpHints(possible: readonly CommandInfo[]): readonly (readonly [string, string])[] {
	return possible.flatMap(({ hint, title, ...command }) =>
		keysOf(command).flatMap((name) =>
			name.startsWith("g ") && hint !== undefined ? [[name.slice(2), hint] as const] : [],
		),
	);
}

/** The last line: the keys of the focused view, from the command tables. Redrawn only when the available commands change. */
export function Footer({ width }: { readonly width: number }) {
	const board = use(KeyBoardContext);
	const possible = useSyncExternalStore(board.subscribe, board.possible);
	const jumping = useSyncExternalStore(board.subscribe, board.jumping);
	const hints = jumping ? jumpHints(possible) : footerHints(possible, width, board.typing());
	const isReader = useIsScreenReaderEnabled();
	if (isReader) return <Text>{`Keys: ${hints.map(([key, hint]) => `${key} ${hint}`).join(", ")}.`}</Text>;
	return (
		<Text wrap="truncate-end">
			{jumping && <Text {...paint("accent")}>g… </Text>}
			{hints.map(([key, hint]) => (
				<Text key={key}>
					<Text bold {...paint("accent")}>
						{jumping ? `${key}:` : key}
					</Text>
					<Text dimColor>{jumping ? `${hint} ` : ` ${hint}  `}</Text>
				</Text>
			))}
		</Text>
	);
}
