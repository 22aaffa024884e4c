import { useApp, useInput, usePaste } from "ink";
import { type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from "react";
import { useShell } from "../context/shell-context.ts";
import { type KeyPress, keyPresses, pasted } from "./key-press.ts";
import { KeyBoardContext } from "./use-keys.ts";

/**
 * The only reader of the keyboard: splits Ink's input into key presses and passes them to the key board one by one.
 * Each key waits until the changes of the previous one are committed; otherwise quickly typed keys would meet stale state.
 * Keys typed before the console is `ready` are queued. Ctrl+C is never queued.
 * Pasted text is queued too: it goes to the input that receives keys, and never runs commands.
 */
export function KeyRoot({ ready, children }: { readonly ready: boolean; readonly children: ReactNode }) {
	const board = use(KeyBoardContext);
	const { exit } = useApp();
	const { toast } = useShell();
	const waiting = useRef<KeyPress[]>([]);
	const busy = useRef(false);
	const [turn, setTurn] = useState(0);
	// One commit after `ready`: what the first screen does when it appears must not be based on what a key changes.
	const [started, setStarted] = useState(ready);
	useEffect(() => setStarted(ready), [ready]);

	const next = () => {
		const press = waiting.current.shift();
		busy.current = press !== undefined;
		if (press === undefined) return;
		if (!board.press(press) && press.name === "paste")
			toast.note("Nothing was pasted: no text field is active.");
		setTurn((before) => before + 1);
	};
	const continueQueue = useEffectEvent((_turn: number) => next());
	useEffect(() => {
		if (ready && started) continueQueue(turn);
	}, [ready, started, turn]);

	const take = (presses: readonly KeyPress[]) => {
		waiting.current.push(...presses);
		if (ready && started && !busy.current) next();
	};
	usePaste((text) => take([pasted(text)]));
	useInput((input, key) => {
		const presses = keyPresses(input, key);
		// Ink quits when Ctrl+C arrives alone, not when it arrives together with other keys.
		if (presses.some(({ name }) => name === "ctrl+c")) exit();
		take(presses);
	});
	return children;
}
