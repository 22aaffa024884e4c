import { remedyOf } from "../../ports/errors/remediable-error.ts";
import { cleanText } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { Mark } from "../text/outcome-mark.ts";
import type { RemedyHint } from "../text/what-to-do.ts";
import type { Tone } from "../theme/theme.ts";

/** A message of the status line. `next`: what the operator can do; empty for nothing. */
export type StatusMessage = {
	readonly glyph: string;
	readonly tone: Tone;
	readonly text: string;
	readonly next: string;
};

/** Removes a message once its cause is gone; no effect when another one is shown by then. */
export type Withdraw = () => void;

/** The status line. Its state is outside React, so that a message re-renders only this line. */
export type Toast = {
	readonly done: (text: string) => Withdraw;
	readonly note: (text: string) => Withdraw;
	readonly warn: (text: string, next?: string) => Withdraw;
	/** Shows how something ended with its mark, such as that of a cycle. */
	readonly judge: (mark: Pick<Mark, "glyph" | "tone">, text: string, next: string) => Withdraw;
	/** Shows any error: its message, what its `advice` or `recommendedAction` says to do, and the key of its remedy. */
	readonly error: (error: unknown) => Withdraw;
	readonly clear: () => void;
	readonly current: () => StatusMessage | null;
	/** Calls back when the message changes. Returns a function that unsubscribes. */
	readonly subscribe: (callback: () => void) => () => void;
};

/** The advice of an error that has one. */
function adviceOf(error: Error, hint: RemedyHint): string {
	const written = ["advice", "recommendedAction"]
		.map((name): unknown => Reflect.get(error, name))
		.find((advice) => typeof advice === "string");
	const remedy = remedyOf(error);
	return [written, remedy === null ? "" : hint(remedy)].filter(Boolean).join(" ");
}

/** Makes the status line of one console. `hint` gives the keys of remedies. */
export function createToast(hint: RemedyHint): Toast {
	const subscribers = new Set<() => void>();
	let message: StatusMessage | null = null;
	const show = (next: StatusMessage | null) => {
		if (next === message) return;
		message = next;
		for (const callback of subscribers) callback();
	};
	const put = (next: StatusMessage): Withdraw => {
		show(next);
		return () => {
			if (message === next) show(null);
		};
	};
	return {
		done: (text) => put({ glyph: "✓", tone: "good", text: cleanText(text), next: "" }),
		note: (text) => put({ glyph: "·", tone: "plain", text: cleanText(text), next: "" }),
		warn: (text, next = "") =>
			put({ glyph: "!", tone: "caution", text: cleanText(text), next: cleanText(next) }),
		judge: ({ glyph, tone }, text, next) =>
			put({ glyph, tone, text: cleanText(text), next: cleanText(next) }),
		error(error) {
			if (error instanceof Error && error.name === "AbortError") return () => undefined;
			const text = errorMessage(error);
			const next = error instanceof Error ? adviceOf(error, hint) : "";
			return put({ glyph: "✗", tone: "bad", text: cleanText(text), next: cleanText(next) });
		},
		clear: () => show(null),
		current: () => message,
		subscribe(callback) {
			subscribers.add(callback);
			return () => subscribers.delete(callback);
		},
	};
}
