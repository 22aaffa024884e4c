import { Box, Text } from "ink";
import { useClick } from "../../keys/use-click.ts";
import { cutText, fitText, graphemes } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import type { TextEdit } from "./text-edit.ts";

/** A suggestion, and the text after accepting it. */
export type Suggestion = { readonly label: string; readonly detail: string; readonly taken: TextEdit };

/** Maximum number of suggestions: with more, typing another letter is quicker. */
export const maxSuggestions = 30;

/** The known names that contain the typed text, those that start with it first. None once the name is complete. */
export function nameSuggestions(typed: string, names: readonly string[]): readonly Suggestion[] {
	const needle = typed.trim().toLowerCase();
	if (names.some((name) => name.toLowerCase() === needle)) return [];
	const containing = names.filter((name) => name.toLowerCase().includes(needle));
	const begins = (name: string) => name.toLowerCase().startsWith(needle);
	return [...containing.filter(begins), ...containing.filter((name) => !begins(name))]
		.slice(0, maxSuggestions)
		.map((name) => ({ label: name, detail: "", taken: { value: name, caret: graphemes(name).length } }));
}

/** The suggestions, one of them selected. */
export function SuggestionList({
	suggestions,
	marked,
	width,
	height,
	onMark,
}: {
	readonly suggestions: readonly Suggestion[];
	readonly marked: number;
	readonly width: number;
	readonly height: number;
	/** Moves the selection to a suggestion that was clicked, by this many. */
	readonly onMark: (by: number) => void;
}) {
	const top = Math.max(0, Math.min(marked - height + 1, suggestions.length - height));
	const label = Math.min(34, Math.max(...suggestions.map((proposal) => proposal.label.length), 10));
	const page = Math.max(1, height);
	const box = useClick((_x, y) => {
		if (top + y >= suggestions.length) return undefined;
		if (top + y === marked) return "tab";
		onMark(top + y - marked);
		return undefined;
	});
	const rows = suggestions.slice(top, top + page).map((proposal, place) => {
		const current = top + place === marked;
		return (
			<Text key={proposal.label} bold={current} wrap="truncate-end">
				<Text {...paint("accent")}>{current ? "❯ " : "  "}</Text>
				{fitText(proposal.label, label)}
				<Text
					dimColor
				>{` ${cutText(current ? `Tab accepts  ${proposal.detail}` : proposal.detail, width - label - 3)}`}</Text>
			</Text>
		);
	});
	return (
		<Box ref={box} flexDirection="column" width={width}>
			{rows}
		</Box>
	);
}
