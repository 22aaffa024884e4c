import { useEffect, useState } from "react";
import { useShell } from "../context/shell-context.ts";

/** The time, told again every `interval` milliseconds. For small components only: what uses it is drawn each time. */
export function useNow(interval: number): number {
	const { now } = useShell();
	const [time, setTime] = useState(now);
	useEffect(() => {
		const timer = setInterval(() => setTime(now()), interval);
		return () => clearInterval(timer);
	}, [now, interval]);
	return time;
}
