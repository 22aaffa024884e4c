import { Text } from "ink";
import type { DraftProblem } from "../../../app/connection/connection.ts";
import { wrapText } from "../../text/fit-text.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { paint } from "../../theme/theme.ts";
import type { FieldId } from "./credentials-fields.ts";

const marks = {
	error: { glyph: "✗", word: "error", tone: "bad" },
	warning: { glyph: "!", word: "warning", tone: "caution" },
} as const satisfies Readonly<Record<DraftProblem["severity"], Mark>>;

/** The mark of a field: its worst problem as a glyph and a word; null for none. */
export function markOfField(problems: readonly DraftProblem[], id: FieldId): Mark | null {
	const own = problems.filter(({ field }) => field === id);
	const worst = own.find(({ severity }) => severity === "error") ?? own[0];
	return worst === undefined ? null : marks[worst.severity];
}

/** The problems as text, those of the focused field first. */
export function ProblemLines({
	problems,
	focus,
	width,
}: {
	readonly problems: readonly DraftProblem[];
	readonly focus: FieldId;
	readonly width: number;
}) {
	const sorted = problems.toSorted((a, b) => Number(b.field === focus) - Number(a.field === focus));
	return sorted.map(({ field, severity, message }) => {
		const { glyph, word, tone } = marks[severity];
		const [first = "", ...others] = wrapText(message, width - word.length - 4);
		return (
			<Text key={`${field} ${message}`}>
				<Text {...paint(tone)}>{`${glyph} ${word}: `}</Text>
				{[first, ...others.map((line) => `  ${line}`)].join("\n")}
			</Text>
		);
	});
}
