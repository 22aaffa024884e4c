import { useCallback, useRef, useState } from "react";
import { useShell } from "../context/shell-context.ts";

/** One action at a time, with what it is called while it runs. */
export type Task = {
	/** What is being done, or null. */
	readonly busy: string | null;
	/** Starts unless something runs. What it throws goes to the status line; then the result is undefined. */
	readonly run: <T>(label: string, action: () => Promise<T>) => Promise<T | undefined>;
};

/** Runs actions of a screen: shows that they run, keeps them from running twice, and tells their errors. */
export function useTask(): Task {
	const [busy, setBusy] = useState<string | null>(null);
	const running = useRef(false);
	const { toast } = useShell();
	const run = useCallback(
		async <T>(label: string, action: () => Promise<T>): Promise<T | undefined> => {
			if (running.current) return undefined;
			running.current = true;
			setBusy(label);
			try {
				return await action();
			} catch (error) {
				toast.error(error);
				return undefined;
			} finally {
				running.current = false;
				setBusy(null);
			}
		},
		[toast],
	);
	return { busy, run };
}
