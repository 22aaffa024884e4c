import { useEffect, useState } from "react";
import { useShell } from "../context/shell-context.ts";

/** Milliseconds after which a screen draws again how long ago something was, which counts minutes. */
export const ageInterval = 30_000;

/** The time of this render. Every `interval` milliseconds the component is rendered again: seldom, unless it is small. */
export function useNow(interval: number): number {
	const { now } = useShell();
	const [, setTime] = useState(now);
	useEffect(() => {
		// The screen may have been hidden for a while.
		setTime(now());
		const timer = setInterval(() => setTime(now()), interval);
		return () => clearInterval(timer);
	}, [now, interval]);
	return now();
}
