import { useEffect, useState } from "react";

/** The value once it has been stable for `delay` milliseconds, for requests that depend on typed text. */
export function useSettled<T>(value: T, delay: number): T {
	const [settled, setSettled] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(value), delay);
		return () => clearTimeout(timer);
	}, [value, delay]);
	return settled;
}
