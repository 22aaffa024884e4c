import { Box, Text } from "ink";
import { useState } from "react";
import { cleanText } from "../../../text/clean-text.ts";
import { useClick } from "../../keys/use-click.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { drawable, fitText, graphemes, widthOf } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { characterAt, editByKey, insert } from "./text-edit.ts";

export type TextInputProps = {
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** Whether it receives keys; only one input should. */
	readonly focused: boolean;
	/** Its exact width in cells. Longer text scrolls. */
	readonly width: number;
	/** Shows `•` for each character: for secrets. */
	readonly masked?: boolean;
	/** Shown while empty. */
	readonly placeholder?: string;
	/** Enter. Absent: Enter is passed to the surrounding commands. */
	readonly onSubmit?: () => void;
	/** Esc. Absent: Esc is passed to the surrounding commands. */
	readonly onCancel?: () => void;
	/** Tab. True when it completed the text, after which the caret is at its end; false passes Tab to the surrounding commands. */
	readonly complete?: (value: string) => boolean;
};

/** The part of the text around the caret that fits `width` cells, from the character `start`, split at the caret. */
function view(characters: readonly string[], caret: number, width: number) {
	let start = caret;
	let taken = widthOf(characters[caret] ?? " ");
	while (start > 0 && taken + widthOf(characters[start - 1] ?? "") <= width) {
		start -= 1;
		taken += widthOf(characters[start] ?? "");
	}
	return {
		start,
		before: characters.slice(start, caret).join(""),
		at: characters[caret] ?? " ",
		after: characters.slice(caret + 1).join(""),
	};
}

/**
 * One line of editable text with a caret, in any script. Pasted text is inserted as one piece; line ends become spaces, control
 * characters are removed. Tab, up, down, and Ctrl keys that do not edit are passed to the surrounding commands. A click places the caret.
 */
export function TextInput({
	value,
	onChange,
	focused,
	width,
	masked = false,
	placeholder = "",
	onSubmit,
	onCancel,
	complete,
}: TextInputProps) {
	const [caret, setCaret] = useState(Number.POSITIVE_INFINITY);
	const characters = graphemes(value);
	const edit = { value, caret: Math.min(caret, characters.length) };
	const apply = (next: typeof edit) => {
		setCaret(next.caret);
		if (next.value !== value) onChange(next.value);
	};

	useKeys(
		"input",
		({ name, text }) => {
			if (name === "enter" && onSubmit) onSubmit();
			else if (name === "escape" && onCancel) onCancel();
			else if (name === "tab" && complete) {
				if (!complete(value)) return false;
				setCaret(Number.POSITIVE_INFINITY);
			} else if (name === "paste") apply(insert(edit, cleanText(text.replace(/[\r\n]+$/u, ""))));
			else if (text !== "") apply(insert(edit, text));
			else {
				const next = editByKey(edit, name);
				if (!next) return false;
				apply(next);
			}
			return true;
		},
		focused,
	);

	const shown = characters.map((character) => (masked ? "•" : drawable(character) || "·"));
	const { start, before, at, after } = view(shown, edit.caret, width);
	const box = useClick(
		(x) => {
			setCaret(characterAt(shown, x, start));
			return undefined;
		},
		{ active: focused, kind: "input" },
	);
	if (!focused) {
		return value === "" ? (
			<Text dimColor>{fitText(placeholder, width)}</Text>
		) : (
			<Text>{fitText(shown.join(""), width)}</Text>
		);
	}
	const rest = value === "" ? placeholder.slice(1) : after;
	const first = value === "" ? placeholder.charAt(0) || " " : at;
	return (
		<Box ref={box}>
			<Text wrap="truncate-end" {...paint("plain")}>
				{before}
				<Text inverse>{first}</Text>
				<Text dimColor={value === ""}>
					{fitText(rest, Math.max(0, width - widthOf(before) - widthOf(first)))}
				</Text>
			</Text>
		</Box>
	);
}
