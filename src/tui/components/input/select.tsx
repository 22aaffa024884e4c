import { Box, Text } from "ink";
import { useRef } from "react";
import { windowTop } from "../../hooks/list-window.ts";
import type { Command } from "../../keys/command.ts";
import { useClick } from "../../keys/use-click.ts";
import { useCommands, useKeys } from "../../keys/use-keys.ts";
import { cutText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { type TypeAhead, typeAhead } from "./type-ahead.ts";

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
	/** Whether a letter that goes to an option also chooses it, as the answer to a question. */
	readonly answers?: boolean;
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

/**
 * A few options as radio buttons, one per line. Typed letters go to the option that begins with them. The last line shows how many more
 * follow.
 */
export function Select<V>(props: SelectProps<V>) {
	const { options, value, onChange, onSubmit, focused, width, height, answers = false } = props;
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
	const box = useClick(
		(_x, y) => {
			const option = options[top + y];
			if (option === undefined) return undefined;
			if (top + y === index) return "enter";
			onChange(option.value);
			return undefined;
		},
		{ active: focused },
	);
	const typed = useRef<TypeAhead>({ text: "", index });
	useKeys(
		"commands",
		({ text }) => {
			const before = typed.current.index === index ? typed.current.text : "";
			const found = /^[\p{L}\p{N}]$/u.test(text) ? typeAhead(options, index, before, text) : undefined;
			typed.current = found ?? { text: `${before}${text}`, index };
			const option = found === undefined ? undefined : options[found.index];
			if (option === undefined) return false;
			onChange(option.value);
			if (answers) onSubmit?.(option.value);
			return true;
		},
		focused,
	);
	useCommands(
		selectCommands,
		{ step, submit: onSubmit && (() => onSubmit(value)) },
		{ kind: "list", active: focused },
	);
	return (
		<Box ref={box} flexDirection="column" width={width}>
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
