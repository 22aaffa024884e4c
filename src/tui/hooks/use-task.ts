import { useCallback, useRef, useState } from "react";
import { useShell } from "../context/shell-context.ts";

/** One action at a time, with its label while it runs. */
export type Task = {
	/** The label of the running action, or null. */
	readonly busy: string | null;
	/**
	 * Starts the action unless one is running. Errors are shown in the status line; the result is then undefined. Leaving the console asks first
	 * while an action runs that writes to source or target: `writes`.
	 */
	readonly run: <T>(label: string, action: () => Promise<T>, writes?: "writes") => Promise<T | undefined>;
};

/** Runs actions of a screen: shows that they run, prevents running two at once, and shows their errors. */
export function useTask(): Task {
	const [busy, setBusy] = useState<string | null>(null);
	const running = useRef(false);
	const { toast, underway } = useShell();
	const run = useCallback(
		async <T>(label: string, action: () => Promise<T>, writes?: "writes"): Promise<T | undefined> => {
			if (running.current) return undefined;
			running.current = true;
			setBusy(label);
			const end = writes && underway.begin(label.replace("…", ""));
			try {
				return await action();
			} catch (error) {
				toast.error(error);
				return undefined;
			} finally {
				end?.();
				running.current = false;
				setBusy(null);
			}
		},
		[toast, underway],
	);
	return { busy, run };
}
