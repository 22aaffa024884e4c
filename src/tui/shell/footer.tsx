import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { use, useSyncExternalStore } from "react";
import type { CommandInfo } from "../keys/command.ts";
import { type KeyName, keyLabel } from "../keys/key-press.ts";
import { keysOf } from "../keys/key-table.ts";
import { useClick } from "../keys/use-click.ts";
import { KeyBoardContext } from "../keys/use-keys.ts";
import { widthOf } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";

/** A key, how it is shown, and what it does. */
type Hint = { readonly key: string; readonly label: string; readonly hint: string };

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
): readonly Hint[] {
	const taken = new Set<KeyName>();
	const hints = possible.flatMap(({ id, hint, ...command }) => {
		const keys = keysOf(command).filter((name) => !name.startsWith("g "));
		const key = typing ? keys.find(typesNothing) : keys[0];
		if (key === undefined || hint === undefined || taken.has(key)) return [];
		taken.add(key);
		return [{ id, key, label: keyLabel(key), hint }];
	});
	const help = hints.find(({ id }) => id === "console.help");
	const others = hints
		.filter((hint) => hint !== help)
		.toSorted((one, other) => Number(other.key === "enter") - Number(one.key === "enter"));
	const cells = (all: typeof hints) =>
		all.reduce((sum, { label, hint }) => sum + widthOf(label) + widthOf(hint) + 3, 0);
	while (others.length > 0 && cells([...others, ...(help ? [help] : [])]) > width) others.pop();
	return [...others, ...(help ? [help] : [])].map(({ key, label, hint }) => ({ key, label, hint }));
}

/** The keys that complete `g`, and where they go. */
function jumpHints(possible: readonly CommandInfo[]): readonly Hint[] {
	return possible.flatMap(({ hint, title, ...command }) =>
		keysOf(command).flatMap((name) => {
			const key = name.slice(2);
			return name.startsWith("g ") && hint !== undefined ? [{ key, label: key, hint }] : [];
		}),
	);
}

/** The last line: the keys of the focused view, from the command tables. Redrawn only when the available commands change. */
export function Footer({ width }: { readonly width: number }) {
	const board = use(KeyBoardContext);
	const possible = useSyncExternalStore(board.subscribe, board.possible);
	const jumping = useSyncExternalStore(board.subscribe, board.jumping);
	const hints = jumping ? jumpHints(possible) : footerHints(possible, width, board.typing());
	const isReader = useIsScreenReaderEnabled();
	const parts = hints.map(({ key, label, hint }) => ({
		key,
		shown: jumping ? `${label}:` : label,
		text: jumping ? `${hint} ` : ` ${hint}  `,
	}));
	const prefix = jumping ? "g… " : "";
	const line = useClick(
		(x) => {
			let end = widthOf(prefix);
			return parts.find(({ shown, text }) => {
				end += widthOf(shown + text);
				return x < end;
			})?.key;
		},
		{ always: true },
	);
	if (isReader)
		return <Text>{`Keys: ${hints.map(({ label, hint }) => `${label} ${hint}`).join(", ")}.`}</Text>;
	return (
		<Box ref={line} width={width}>
			<Text wrap="truncate-end">
				{jumping && <Text {...paint("accent")}>{prefix}</Text>}
				{parts.map(({ key, shown, text }) => (
					<Text key={key}>
						<Text bold {...paint("accent")}>
							{shown}
						</Text>
						<Text dimColor>{text}</Text>
					</Text>
				))}
			</Text>
		</Box>
	);
}
