import type { CommandInfo } from "../keys/command.ts";
import { keyLabel } from "../keys/key-press.ts";
import { keysOf } from "../keys/key-table.ts";
import { fitText, wrapText } from "../text/fit-text.ts";

/** A command as the help shows it. */
export type HelpEntry = {
	/** The labels of its keys. */
	readonly keys: string;
	readonly text: string;
	/** Why its keys do nothing here; null when they act. */
	readonly inactive: string | null;
};

/** A heading with its commands. */
export type HelpSection = { readonly title: string; readonly entries: readonly HelpEntry[] };

/** A part of a line, drawn in one style. */
export type HelpPart = { readonly text: string; readonly style: "head" | "key" | "text" | "dim" };

export type HelpSource = { readonly title: string; readonly commands: readonly CommandInfo[] };

/**
 * The commands in the order of the help: those whose keys act here, with their sections, then the others with the reason.
 *
 * @param possible the commands that act here.
 * @param reasonOf why a command cannot act; null when it gives no reason.
 */
export function helpSections(
	sources: readonly HelpSource[],
	possible: readonly CommandInfo[],
	reasonOf: (id: string) => string | null,
): readonly HelpSection[] {
	const keysIn = (command: CommandInfo) => keysOf(command).map(keyLabel).join(" ");
	const shown = sources.map(({ title, commands }) => ({
		title,
		commands: commands.filter((command) => keysOf(command).length > 0),
	}));
	const active = shown.map(({ title, commands }) => ({
		title,
		entries: commands
			.filter((command) => possible.includes(command))
			.map((command) => ({ keys: keysIn(command), text: command.title, inactive: null })),
	}));
	const inactive = shown.flatMap(({ commands }) =>
		commands
			.filter((command) => !possible.includes(command))
			.map((command) => ({
				keys: keysIn(command),
				text: command.title,
				inactive: reasonOf(command.id) ?? (command.where === undefined ? "not now" : `only ${command.where}`),
			})),
	);
	return [...active, { title: "Not here now", entries: inactive }].filter(
		({ entries }) => entries.length > 0,
	);
}

/** The entries that contain every typed word, in their sections. */
export function findHelp(sections: readonly HelpSection[], typed: string): readonly HelpSection[] {
	const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
	const matches = ({ keys, text, inactive }: HelpEntry) => {
		const all = `${keys} ${text} ${inactive ?? ""}`.toLowerCase();
		return words.every((word) => all.includes(word));
	};
	return sections
		.map(({ title, entries }) => ({ title, entries: entries.filter(matches) }))
		.filter(({ entries }) => entries.length > 0);
}

/** Cells of the narrowest column, on a narrow and on a wide terminal. */
const minCells = { narrow: 36, wide: 46 } as const;
const wideFrom = 100;
const gap = 2;

function linesOf(
	{ keys, text, inactive }: HelpEntry,
	keyCells: number,
	cells: number,
): readonly (readonly HelpPart[])[] {
	const room = cells - keyCells - 1;
	return wrapText(inactive === null ? text : `${text} – ${inactive}`, room).map((line, index) => [
		{ text: `${fitText(index === 0 ? keys : "", keyCells)} `, style: inactive === null ? "key" : "dim" },
		{ text: fitText(line, room), style: inactive === null ? "text" : "dim" },
	]);
}

/** The sections as lines of exactly `width` cells: entries side by side in as many columns as fit, read from left to right. */
export function helpLines(sections: readonly HelpSection[], width: number): readonly (readonly HelpPart[])[] {
	const least = width < wideFrom ? minCells.narrow : minCells.wide;
	const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
	const cells = Math.floor((width - gap * (columns - 1)) / columns);
	const keyCells = Math.min(14, Math.floor(cells / 3));
	return sections.flatMap(({ title, entries }, number) => {
		const rows = Array.from({ length: Math.ceil(entries.length / columns) }, (_, row) =>
			entries.slice(row * columns, (row + 1) * columns).map((entry) => linesOf(entry, keyCells, cells)),
		);
		const blank: readonly HelpPart[] = [{ text: " ".repeat(cells), style: "text" }];
		const between: HelpPart = { text: " ".repeat(gap), style: "text" };
		return [
			...(number === 0 ? [] : [[]]),
			[{ text: title, style: "head" } as const],
			...rows.flatMap((row) =>
				Array.from({ length: Math.max(...row.map((lines) => lines.length)) }, (_, line) =>
					row.flatMap((lines, column) => [...(column === 0 ? [] : [between]), ...(lines[line] ?? blank)]),
				),
			),
		];
	});
}
