import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import { thousands } from "../../../text/thousands.ts";
import { useShell } from "../../context/shell-context.ts";
import { completionsOf, expanded } from "../../hooks/filter-completion.ts";
import type { ListState } from "../../hooks/use-list.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { paint } from "../../theme/theme.ts";
import { TextInput } from "../input/text-input.tsx";
import type { Column } from "./column.ts";
import { useRememberedList } from "./use-remembered-list.ts";

/** What the keys of a filter act on while it is typed. */
type FilterView = {
	readonly complete: (by: 1 | -1) => void;
	/** Steps through used filters; null when there is none in that direction. */
	readonly older: (() => void) | null;
	readonly newer: (() => void) | null;
	/** Asks for a name to save the filter under; null for an empty filter. */
	readonly save: (() => void) | null;
};

const where = "in a filter";

/** The keys of a filter while it is typed. */
export const filterCommands: readonly Command<FilterView>[] = [
	{
		id: "filter.complete",
		keys: ["tab"],
		title: "Complete a column, a value or a saved filter",
		hint: "complete",
		where,
		run: ({ complete }) => complete(1),
	},
	{
		id: "filter.completeBack",
		keys: ["shift+tab"],
		title: "The previous completion",
		where,
		run: ({ complete }) => complete(-1),
	},
	{
		id: "filter.older",
		keys: ["up"],
		title: "The filter used before",
		hint: "history",
		where,
		when: ({ older }) => older !== null,
		run: ({ older }) => older?.(),
	},
	{
		id: "filter.newer",
		keys: ["down"],
		title: "The filter used after",
		where,
		when: ({ newer }) => newer !== null,
		run: ({ newer }) => newer?.(),
	},
	{
		id: "filter.save",
		keys: ["ctrl+s"],
		title: "Save the filter under a name",
		hint: "save",
		where,
		when: ({ save }) => save !== null,
		run: ({ save }) => save?.(),
	},
];

export type FilterLineProps<T> = {
	readonly list: ListState<T>;
	readonly columns: readonly Column<T>[];
	/** The name under which filters of this list are kept; absent: they are not. */
	readonly name: string | undefined;
	readonly width: number;
	/** Whether it receives keys while the filter is typed. */
	readonly active: boolean;
};

/** Lines of a filter: one more for its completions while it is typed. */
export function filterLines({ filtering, filter }: Pick<ListState<unknown>, "filtering" | "filter">): number {
	if (filtering) return 2;
	return filter === "" ? 0 : 1;
}

/** The filter of a list with its completions, its history and its saved filters. */
export function FilterLine<T>({ list, columns, name, width, active }: FilterLineProps<T>) {
	const { lists, toast } = useShell();
	const { history, saved } = useRememberedList(name);
	/** Place in the history; -1 for what was typed. */
	const [place, setPlace] = useState(-1);
	/** What was typed before the history was stepped through. */
	const [draft, setDraft] = useState("");
	/** The filter that is being completed, and which completion is in its place. */
	const [completing, setCompleting] = useState<{ readonly base: string; readonly index: number } | null>(
		null,
	);
	const [naming, setNaming] = useState<string | null>(null);
	const isTyped = list.filtering && active;
	const base = completing?.base ?? list.filter;
	const { items } = list;
	const source = useMemo(() => ({ columns, items, saved }), [columns, items, saved]);
	const completions = useMemo(() => (isTyped ? completionsOf(base, source) : []), [isTyped, base, source]);

	const type = (filter: string) => {
		setPlace(-1);
		setCompleting(null);
		list.setFilter(filter);
	};
	const step = (to: number) => {
		if (place === -1) setDraft(list.filter);
		setPlace(to);
		setCompleting(null);
		list.setFilter(to === -1 ? draft : (history[to] ?? ""));
	};
	const submit = () => {
		const filter = expanded(list.filter, saved).trim();
		list.setFilter(filter);
		list.setFiltering(false);
		setPlace(-1);
		setCompleting(null);
		if (name !== undefined) lists.use(name, filter).catch(toast.error);
	};
	const saveAs = (text: string) => {
		setNaming(null);
		const as = text.trim().replaceAll(/\s+/gu, "-");
		if (as === "" || name === undefined) return;
		lists
			.saveFilter(name, as, expanded(list.filter, saved).trim())
			.then(() =>
				toast.done(`Saved the filter ${as}. @${as} in a filter, or its name in the palette, applies it.`),
			)
			.catch(toast.error);
	};
	useCommands(
		filterCommands,
		{
			complete(by) {
				// The only completion was accepted: what follows it is next.
				const isAccepted = completing !== null && completions.length === 1;
				const from = isAccepted ? list.filter : base;
				const choices = isAccepted ? completionsOf(from, source) : completions;
				if (choices.length === 0) return;
				const first = by === 1 ? 0 : choices.length - 1;
				const index =
					completing === null || isAccepted
						? first
						: (completing.index + by + choices.length) % choices.length;
				setCompleting({ base: from, index });
				list.setFilter(choices[index]?.filter ?? from);
			},
			older: place + 1 < history.length ? () => step(place + 1) : null,
			newer: place >= 0 ? () => step(place - 1) : null,
			save: name === undefined || list.filter.trim() === "" ? null : () => setNaming(""),
		},
		{ kind: "input", active: isTyped && naming === null },
	);
	const count = list.isCounted
		? `${thousands(list.matching)} of ${thousands(list.total)}`
		: `${thousands(list.rows.length)} read`;
	if (naming !== null) {
		const label = "Name of the filter: ";
		return (
			<Box width={width} height={2}>
				<Text {...paint("accent")}>{label}</Text>
				<TextInput
					value={naming}
					onChange={setNaming}
					focused={active}
					width={Math.max(4, width - label.length - 1)}
					placeholder="failing; Enter saves, Esc cancels"
					onSubmit={() => saveAs(naming)}
					onCancel={() => setNaming(null)}
				/>
			</Box>
		);
	}
	return (
		<Box flexDirection="column" width={width}>
			<Box width={width}>
				<Text {...paint("accent")}>{"/ "}</Text>
				{/* A new input puts its caret at the end of what replaced the text. */}
				<TextInput
					key={`${place} ${completing?.index ?? ""} ${completing?.base ?? ""}`}
					value={list.filter}
					onChange={type}
					focused={isTyped}
					width={Math.max(4, width - 4 - count.length)}
					onSubmit={submit}
					onCancel={() => {
						type("");
						list.setFiltering(false);
					}}
				/>
				<Text dimColor>{` ${count}`}</Text>
			</Box>
			{list.filtering && (
				<Text wrap="truncate-end">
					{"  "}
					{completions.map(({ label, detail }, index) => (
						<Text key={label} dimColor={index !== completing?.index} inverse={index === completing?.index}>
							{`${label}${detail === "" ? "" : ` ${detail}`}`}
							{index === completions.length - 1 ? "" : "   "}
						</Text>
					))}
				</Text>
			)}
		</Box>
	);
}
