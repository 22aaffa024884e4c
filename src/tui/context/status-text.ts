import { cutText, drawable, widthOf, wrapText } from "../text/fit-text.ts";
import type { StatusMessage } from "./status-message.ts";

/** A message broken into the lines that it takes: what happened, what to do next, and how many lines both are together. */
export type StatusText = { readonly told: string; readonly next: string; readonly lines: number };

/** Lines that a message may take from the screen. */
const most = 3;

/**
 * A message in one line where what happened and what to do next fit into it; else in a few, what to do next on one of its own.
 * A message too long even for those is cut, each part to its share.
 */
export function statusText(message: StatusMessage | null, width: number): StatusText {
	if (message === null) return { told: " ", next: "", lines: 1 };
	const room = width - 2;
	const { glyph } = message;
	const text = drawable(message.text);
	const next = drawable(message.next);
	const after = next === "" ? "" : ` ${next}`;
	if (widthOf(text + after) <= room) return { told: `${glyph} ${text}`, next: after, lines: 1 };
	const advice = next === "" ? [] : cutLines(wrapText(next, room), most - 1, room);
	const told = cutLines(wrapText(text, room), most - advice.length, room);
	return {
		told: `${glyph} ${told.join("\n  ")}`,
		next: advice.map((line) => `\n  ${line}`).join(""),
		lines: told.length + advice.length,
	};
}

/** At most so many lines; the last one shows that there were more. */
function cutLines(lines: readonly string[], count: number, width: number): readonly string[] {
	if (lines.length <= count) return lines;
	return [...lines.slice(0, count - 1), cutText(lines.slice(count - 1).join(" "), width)];
}
