import { Box, Text } from "ink";
import { windowTop } from "../../hooks/list-window.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { cutText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";

/** One of a few options. */
export type Option<V> = { readonly value: V; readonly label: string; readonly detail?: string };

export type SelectProps<V> = {
	readonly options: readonly Option<V>[];
	readonly value: V;
	/** Called on each move: the marked option is the value. */
	readonly onChange: (value: V) => void;
	/** Enter. Absent: Enter is passed to the surrounding commands. */
	readonly onSubmit?: (value: V) => void;
	readonly focused: boolean;
	readonly width: number;
	/** Maximum lines; more options scroll. */
	readonly height?: number;
};

type SelectView = {
	readonly step: (by: number) => void;
	readonly submit: (() => void) | undefined;
};

/** The keys of a choice. */
export const selectCommands: readonly Command<SelectView>[] = [
	{
		id: "select.next",
		keys: ["down", "right"],
		means: "down",
		title: "Next option",
		where: "in a list of options",
		run: (view) => view.step(1),
	},
	{
		id: "select.previous",
		keys: ["up", "left"],
		means: "up",
		title: "Previous option",
		where: "in a list of options",
		run: (view) => view.step(-1),
	},
	{
		id: "select.first",
		keys: ["home"],
		means: "first",
		title: "First option",
		where: "in a list of options",
		run: (view) => view.step(Number.NEGATIVE_INFINITY),
	},
	{
		id: "select.last",
		keys: ["end"],
		means: "last",
		title: "Last option",
		where: "in a list of options",
		run: (view) => view.step(Number.POSITIVE_INFINITY),
	},
	{
		id: "select.take",
		keys: ["enter"],
		title: "Choose the option",
		hint: "choose",
		where: "in a list of options",
		when: ({ submit }) => submit !== undefined,
		run: ({ submit }) => submit?.(),
	},
];

/** A few options as radio buttons, one per line. The last line shows how many more follow. */
export function Select<V>({ options, value, onChange, onSubmit, focused, width, height }: SelectProps<V>) {
	const index = Math.max(
		0,
		options.findIndex((option) => option.value === value),
	);
	const page = Math.min(options.length, height ?? options.length);
	const top = windowTop(0, index, page, options.length);
	const step = (by: number) => {
		const next = options[Math.max(0, Math.min(options.length - 1, index + by))];
		if (next && next.value !== value) onChange(next.value);
	};
	useCommands(
		selectCommands,
		{ step, submit: onSubmit && (() => onSubmit(value)) },
		{ kind: "list", active: focused },
	);
	return (
		<Box flexDirection="column" width={width}>
			{options.slice(top, top + page).map((option, place) => {
				const chosen = top + place === index;
				const below = options.length - top - page;
				const more = place === page - 1 && below > 0 ? `  ↓ ${below} more` : "";
				return (
					<Text key={option.label} bold={chosen && focused} wrap="truncate-end">
						<Text {...paint(focused ? "accent" : "plain")}>{chosen ? "◉ " : "○ "}</Text>
						{cutText(option.label, width - 2 - more.length)}
						{option.detail !== undefined && (
							<Text
								dimColor
							>{`  ${cutText(option.detail, width - 4 - option.label.length - more.length)}`}</Text>
						)}
						<Text dimColor>{more}</Text>
					</Text>
				);
			})}
		</Box>
	);
}
