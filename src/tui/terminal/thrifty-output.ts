import { holdColumns } from "./hold-columns.ts";

/** One line down, as often as Ink repeats it to pass over lines that did not change. */
const lineSteps = /(?:\u001B\[E){2,}/g;

/** A colour or style (SGR), or spaces that take more bytes than a move over them. */
const styleOrGap = /\u001B\[([\d;]*)m| {5,}/g;

/** Whether a style makes spaces visible (underline, inverse, background), or ends all of that; undefined for others. */
function inkOf(style: string): boolean | undefined {
	if (style === "" || style === "0" || style === "24" || style === "27" || style === "49") return false;
	return /^(?:4|7|4[0-8].*|10[0-7])$/.test(style) ? true : undefined;
}

/**
 * The same picture in fewer bytes. Over SSH this is more than half of what is sent.
 * - `ESC[E` n times is `ESC[nE` once (ECMA-48 CNL).
 * - Ink erases what it draws over, to the end of the line, before it draws: spaces need only be passed over (`ESC[nC`, CUF),
 *   except where they carry a background, a line or inverse.
 */
export function thrifty(output: string): string {
	let inked = false;
	return output
		.replace(lineSteps, (steps) => `\u001B[${steps.length / 3}E`)
		.replace(styleOrGap, (found, style: string | undefined) => {
			if (style === undefined) return inked ? found : `\u001B[${found.length}C`;
			inked = inkOf(style) ?? inked;
			return found;
		});
}

const enterAlternateScreen = "\u001B[?1049h";
const leaveAlternateScreen = "\u001B[?1049l";

/**
 * Makes the alternate screen a page of its own.
 * - The cursor goes to where frames begin. Terminals keep it where it was on the other screen: a frame as tall as the terminal, drawn
 *   from there, would scroll.
 * - Lines do not wrap there (DECAWM): one that a terminal finds longer than we do would else push the whole frame up.
 */
export function asPage(output: string): string {
	return output
		.replaceAll(enterAlternateScreen, `${enterAlternateScreen}\u001B[H\u001B[?7l`)
		.replaceAll(leaveAlternateScreen, `\u001B[?7h${leaveAlternateScreen}`);
}

/** The same terminal, written to with fewer bytes, as a page on which every column stays where it is. */
export function thriftyOutput(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	return new Proxy(stdout, {
		get(target, property) {
			const value: unknown = Reflect.get(target, property, target);
			if (typeof value !== "function") return value;
			if (property !== "write") return value.bind(target);
			return (chunk: unknown, ...rest: readonly unknown[]) =>
				Reflect.apply(value, target, [
					typeof chunk === "string" ? asPage(holdColumns(thrifty(chunk))) : chunk,
					...rest,
				]);
		},
	});
}
