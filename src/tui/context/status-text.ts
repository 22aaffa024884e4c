import { cutText, drawable, widthOf, wrapText } from "../text/fit-text.ts";
import { localTimes } from "../text/local-times.ts";
import type { StatusMessage } from "./status-message.ts";

/** A message wrapped into lines: what happened, what to do next, and the total number of lines. */
export type StatusText = { readonly text: string; readonly next: string; readonly lines: number };

/** Maximum lines of a message. */
const maxLines = 3;

/**
 * A message on one line if it fits; otherwise on several, with the next action on its own lines.
 * A message that is still too long is cut.
 */
export function statusText(message: StatusMessage | null, width: number): StatusText {
	if (message === null) return { text: " ", next: "", lines: 1 };
	const room = width - 2;
	const { glyph } = message;
	const text = drawable(localTimes(message.text));
	const next = drawable(localTimes(message.next));
	const after = next === "" ? "" : ` ${next}`;
	if (widthOf(text + after) <= room) return { text: `${glyph} ${text}`, next: after, lines: 1 };
	const advice = next === "" ? [] : cutLines(wrapText(next, room), maxLines - 1, room);
	const shown = cutLines(wrapText(text, room), maxLines - advice.length, room);
	return {
		text: `${glyph} ${shown.join("\n  ")}`,
		next: advice.map((line) => `\n  ${line}`).join(""),
		lines: shown.length + advice.length,
	};
}

/** At most `count` lines; the last one shows that lines were cut. */
function cutLines(lines: readonly string[], count: number, width: number): readonly string[] {
	if (lines.length <= count) return lines;
	return [...lines.slice(0, count - 1), cutText(lines.slice(count - 1).join(" "), width)];
}
