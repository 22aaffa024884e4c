import { useApp, useInput } from "ink";
import { type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from "react";
import { type KeyPress, keyPresses } from "./key-press.ts";
import { KeyBoardContext } from "./use-keys.ts";

/**
 * The only reader of the keyboard: takes what Ink hands over apart into key presses and gives them to the key board one by one.
 * Each waits for the commit of what the one before it changed: a chunk of quickly typed letters would else meet stale state.
 */
export function KeyRoot({ children }: { readonly children: ReactNode }) {
	const board = use(KeyBoardContext);
	const { exit } = useApp();
	const waiting = useRef<KeyPress[]>([]);
	const busy = useRef(false);
	const [turn, setTurn] = useState(0);

	const next = () => {
		const press = waiting.current.shift();
		busy.current = press !== undefined;
		if (press === undefined) return;
		// Ink itself leaves when Ctrl+C comes alone, not when it comes in one piece with other keys.
		if (press.name === "ctrl+c") exit();
		board.press(press);
		setTurn((before) => before + 1);
	};
	const goOn = useEffectEvent((_turn: number) => next());
	useEffect(() => goOn(turn), [turn]);

	useInput((input, key) => {
		waiting.current.push(...keyPresses(input, key));
		if (!busy.current) next();
	});
	return children;
}
