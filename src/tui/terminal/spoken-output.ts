import { spoken } from "../text/spoken.ts";

/** Signs of what is current in a list, a form or a choice. */
const currentSign = /^(?:\u001B\[[\d;]*m)*\s*(?:\u001B\[[\d;]*m)*[❯◉]/;

/** Output that draws nothing: modes of the terminal, the clipboard, the window. */
const control = /^(?:\u001B\[\?[\d;]*[hl]|\u001B\][^\u0007]*\u0007|\u0007)+$/;

/** Milliseconds between announcements: what a key changes in several steps is read once. */
const pace = 100;

/** More columns and lines than any screen needs, so that nothing is cut and nothing scrolls. */
const size = { columns: 400, rows: 500 } as const;

type Line = { readonly text: string; readonly isCurrent: boolean };

/** A frame as lines of words. */
function linesOf(frame: string): readonly Line[] {
	return frame.split("\n").flatMap((drawn) => {
		const isCurrent = currentSign.test(drawn);
		const text = spoken(isCurrent ? drawn.replace(/[❯◉]/, "") : drawn);
		return text === "" ? [] : [{ text, isCurrent }];
	});
}

/** The lines of a frame that the previous one did not have. What is no longer current is not read again. */
export function newLines(previous: readonly Line[], next: readonly Line[]): readonly string[] {
	const known = new Set(previous.map(({ text }) => text));
	const wasCurrent = new Set(previous.flatMap(({ text, isCurrent }) => (isCurrent ? [text] : [])));
	return next
		.filter(({ text, isCurrent }) => (isCurrent ? !wasCurrent.has(text) : !known.has(text)))
		.map(({ text, isCurrent }) => (isCurrent ? `Current: ${text}` : text));
}

/**
 * The terminal for a screen reader: each frame that Ink writes as a whole (`debug`) becomes lines of words, of which only the new
 * ones are written, below what is there. Readers read again whatever is rewritten, so nothing ever is
 * (https://github.com/openai/codex/issues/11823, https://github.com/bombshell-dev/clack/issues/585).
 *
 * @param dress gives text the look of this terminal, such as ASCII
 */
export function spokenOutput(
	stdout: NodeJS.WriteStream,
	dress: (output: string) => string,
): NodeJS.WriteStream {
	let read: readonly Line[] = [];
	let latest: readonly Line[] = [];
	let isDue = false;
	const announce = () => {
		isDue = false;
		const lines = newLines(read, latest);
		read = latest;
		if (lines.length > 0) stdout.write(dress(lines.map((line) => `${line}\n`).join("")));
	};
	const write = (chunk: unknown, ...rest: readonly unknown[]) => {
		if (typeof chunk !== "string" || chunk === "" || control.test(chunk))
			return Reflect.apply(stdout.write, stdout, [chunk, ...rest]);
		latest = linesOf(chunk);
		if (!isDue) setTimeout(announce, pace);
		isDue = true;
		return true;
	};
	return new Proxy(stdout, {
		get(target, property) {
			if (property === "write") return write;
			if (property === "columns" || property === "rows") return size[property];
			const value: unknown = Reflect.get(target, property, target);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}
