import { useApp, useInput, usePaste } from "ink";
import { type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from "react";
import { MouseContext } from "../context/mouse-context.ts";
import { useShell } from "../context/shell-context.ts";
import { useSuspend } from "../hooks/use-suspend.ts";
import type { MouseEvent } from "../terminal/mouse.ts";
import { canStop, stopProcess } from "../terminal/stop-process.ts";
import { type KeyPress, keyPresses, pasted } from "./key-press.ts";
import { KeyBoardContext } from "./use-keys.ts";

/**
 * How many keys are carried out in one task. React gives up after 50 renders that each cause the next, which keys that arrive
 * together do: the queue pauses before that, so that these renders end.
 *
 * @see https://react.dev/errors/185
 */
const keysPerTask = 20;

/** Lines that one step of the wheel scrolls. */
const wheelLines = 3;
const wheelKeys = { up: { name: "up", text: "" }, down: { name: "down", text: "" } } as const;

/** How many presses at the start of the queue are of this key. */
function sameAtStart(presses: readonly KeyPress[], name: string): number {
	const other = presses.findIndex((press) => press.name !== name);
	return other === -1 ? presses.length : other;
}

/**
 * The only reader of the keyboard: splits Ink's input into key presses and passes them to the key board one by one.
 * Presses of a held key that arrive together are passed as one where that has the same effect.
 * Each key waits until the changes of the previous one are committed; otherwise quickly typed keys would meet stale state.
 * Keys typed before the console is `ready` are queued. Ctrl+C is never queued.
 * Ctrl+Z suspends the console, unless the component that receives keys has a command for it.
 * Pasted text is queued too: it goes to the input that receives keys, and never runs commands.
 */
export function KeyRoot({ ready, children }: { readonly ready: boolean; readonly children: ReactNode }) {
	const board = use(KeyBoardContext);
	const { exit } = useApp();
	const mouse = use(MouseContext);
	const suspendFor = useSuspend();
	const { toast } = useShell();
	const waiting = useRef<KeyPress[]>([]);
	const busy = useRef(false);
	const [turn, setTurn] = useState(0);
	const inTask = useRef(0);
	// One commit after `ready`: what the first screen does when it appears must not be based on what a key changes.
	const [started, setStarted] = useState(ready);
	useEffect(() => setStarted(ready), [ready]);

	const suspend = () => {
		if (canStop) suspendFor(stopProcess).catch((error: unknown) => toast.error(error));
		else toast.note("This system cannot suspend a program.");
	};
	const next = () => {
		const press = waiting.current.shift();
		busy.current = press !== undefined;
		if (press === undefined) return;
		const more = board.repeats(press.name) ? sameAtStart(waiting.current, press.name) : 0;
		waiting.current.splice(0, more);
		if (!board.press({ ...press, count: more + 1 })) {
			if (press.name === "paste") toast.note("Nothing was pasted: no text field is active.");
			if (press.name === "ctrl+z") suspend();
		}
		setTurn((before) => before + 1);
	};
	const continueQueue = useEffectEvent((_turn: number) => next());
	useEffect(() => {
		if (!ready || !started) return;
		inTask.current += 1;
		if (inTask.current < keysPerTask) return continueQueue(turn);
		inTask.current = 0;
		const task = setImmediate(() => continueQueue(turn));
		return () => clearImmediate(task);
	}, [ready, started, turn]);

	const take = (presses: readonly KeyPress[]) => {
		waiting.current.push(...presses);
		if (ready && started && !busy.current) next();
	};
	const onMouse = useEffectEvent(({ type, by, x, y }: MouseEvent) => {
		if (type === "click") {
			const name = board.click(x, y);
			if (name !== null) take([{ name, text: "" }]);
		} else if (!board.typing())
			take(Array.from({ length: wheelLines }, () => wheelKeys[by < 0 ? "up" : "down"]));
	});
	useEffect(() => mouse.subscribe((event) => onMouse(event)), [mouse]);
	usePaste((text) => take([pasted(text)]));
	useInput((input, key) => {
		const presses = keyPresses(input, key);
		// Ink quits when Ctrl+C arrives alone, not when it arrives together with other keys.
		if (presses.some(({ name }) => name === "ctrl+c")) exit();
		take(presses);
	});
	return children;
}
