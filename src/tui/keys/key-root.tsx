import { useApp, useInput, usePaste } from "ink";
import { type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from "react";
import { useShell } from "../context/shell-context.ts";
import { type KeyPress, keyPresses, pasted } from "./key-press.ts";
import { KeyBoardContext } from "./use-keys.ts";

/**
 * The only reader of the keyboard: takes what Ink hands over apart into key presses and gives them to the key board one by one.
 * Each waits for the commit of what the one before it changed: a chunk of quickly typed letters would else meet stale state.
 * All wait until the console is `ready`, so that what is typed ahead while it opens is not lost; Ctrl+C waits for nothing.
 * Pasted text takes its place among them: it goes to the one input that has the keys, and never runs commands.
 */
export function KeyRoot({ ready, children }: { readonly ready: boolean; readonly children: ReactNode }) {
	const board = use(KeyBoardContext);
	const { exit } = useApp();
	const { toast } = useShell();
	const waiting = useRef<KeyPress[]>([]);
	const busy = useRef(false);
	const [turn, setTurn] = useState(0);

	const next = () => {
		const press = waiting.current.shift();
		busy.current = press !== undefined;
		if (press === undefined) return;
		if (!board.press(press) && press.name === "paste")
			toast.note("No text is typed here: what was pasted is left out.");
		setTurn((before) => before + 1);
	};
	const goOn = useEffectEvent((_turn: number) => next());
	useEffect(() => {
		if (ready) goOn(turn);
	}, [ready, turn]);

	const take = (presses: readonly KeyPress[]) => {
		waiting.current.push(...presses);
		if (ready && !busy.current) next();
	};
	usePaste((text) => take([pasted(text)]));
	useInput((input, key) => {
		const presses = keyPresses(input, key);
		// Ink itself leaves when Ctrl+C comes alone, not when it comes in one piece with other keys.
		if (presses.some(({ name }) => name === "ctrl+c")) exit();
		take(presses);
	});
	return children;
}
