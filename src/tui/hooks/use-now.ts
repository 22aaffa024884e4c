import { useEffect, useState } from "react";
import { useShell } from "../context/shell-context.ts";

/** The time, updated every `interval` milliseconds. For small components only, because each update re-renders them. */
export function useNow(interval: number): number {
	const { now } = useShell();
	const [time, setTime] = useState(now);
	useEffect(() => {
		// The screen may have been hidden for a while.
		setTime(now());
		const timer = setInterval(() => setTime(now()), interval);
		return () => clearInterval(timer);
	}, [now, interval]);
	return time;
}
