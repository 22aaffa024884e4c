/** What the mouse did. Columns and rows count from 0. */
export type MouseEvent = {
	readonly type: "click" | "wheel";
	/** Of the wheel: -1 for up, 1 for down. */
	readonly by: -1 | 0 | 1;
	readonly x: number;
	readonly y: number;
};

/**
 * Asks a terminal to report presses of buttons and the wheel, in the form without a limit on columns: modes 1000 and 1006.
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Mouse-Tracking
 */
export const mouseOn = "\u001B[?1000h\u001B[?1006h";
export const mouseOff = "\u001B[?1006l\u001B[?1000l";

const begin = "\u001B[<";
const report = /^(\d+);(\d+);(\d+)([Mm])/;
const partOfReport = /^[\d;]*$/;

/** What a report means; undefined for what is not used: releases, other buttons, the horizontal wheel. */
function eventOf(button: number, x: number, y: number, isRelease: boolean): MouseEvent | undefined {
	if (isRelease) return undefined;
	if (button === 64 || button === 65) return { type: "wheel", by: button === 64 ? -1 : 1, x, y };
	return button === 0 ? { type: "click", by: 0, x, y } : undefined;
}

/** Takes the reports of the mouse out of what a terminal sends. A report may arrive in pieces. Returns a function that returns the rest. */
export function filterMouse(onEvent: (event: MouseEvent) => void): (chunk: string) => string {
	let kept = "";
	return (chunk) => {
		let text = kept + chunk;
		let typed = "";
		kept = "";
		for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin)) {
			const rest = text.slice(at + begin.length);
			const found = report.exec(rest);
			if (found === null && partOfReport.test(rest)) {
				kept = text.slice(at);
				return typed + text.slice(0, at);
			}
			typed += text.slice(0, found === null ? at + begin.length : at);
			text = found === null ? rest : rest.slice(found[0].length);
			const [button = 0, x = 0, y = 0] = (found ?? []).slice(1, 4).map(Number);
			const event = found === null ? undefined : eventOf(button, x - 1, y - 1, found[4] === "m");
			if (event !== undefined) onEvent(event);
		}
		return typed + text;
	};
}

/** The mouse of a console. */
export type Mouse = {
	/** Returns a function that ends the subscription. */
	readonly subscribe: (callback: (event: MouseEvent) => void) => () => void;
	/** Gives the mouse back to the terminal while another program has it; returns a function that takes it again. */
	readonly pause: () => () => void;
};

/** A mouse that reports nothing. */
export const noMouse: Mouse = { subscribe: () => () => undefined, pause: () => () => undefined };

/** The mouse with what turns it on and off, and the input without its reports. */
export type MouseControl = {
	readonly mouse: Mouse;
	readonly stdin: NodeJS.ReadStream;
	/** Turns the mouse on or off. */
	readonly set: (isOn: boolean) => void;
	/** Turns it off for good: at the end, whatever caused it. */
	readonly end: () => void;
};

/** Reads the mouse from a terminal's input. It is off until it is set. */
export function createMouse(stdin: NodeJS.ReadStream, write: (text: string) => void): MouseControl {
	const subscribers = new Set<(event: MouseEvent) => void>();
	const filter = filterMouse((event) => {
		for (const callback of subscribers) callback(event);
	});
	let wanted = false;
	let paused = false;
	let isOn = false;
	const apply = () => {
		const next = wanted && !paused;
		if (next === isOn) return;
		isOn = next;
		write(isOn ? mouseOn : mouseOff);
	};
	const set = (on: boolean) => {
		wanted = on;
		apply();
	};
	const read = (): string | null => {
		const chunk: unknown = stdin.read();
		return chunk === null ? null : filter(String(chunk));
	};
	return {
		mouse: {
			subscribe(callback) {
				subscribers.add(callback);
				return () => subscribers.delete(callback);
			},
			pause() {
				paused = true;
				apply();
				return () => {
					paused = false;
					apply();
				};
			},
		},
		stdin: new Proxy(stdin, {
			get(target, property) {
				if (property === "read") return read;
				const value: unknown = Reflect.get(target, property, target);
				return typeof value === "function" ? value.bind(target) : value;
			},
		}),
		set,
		end: () => set(false),
	};
}
