import { useCallback, useEffect, useRef } from "react";
import { type ScreenId, useShell } from "./shell-context.ts";
import type { Withdraw } from "./status-message.ts";

/**
 * Keeps the record of unsaved edits up to date. Unmounting does not clear it: a hidden screen keeps its edits, and a message says so with the
 * key that leads back.
 *
 * @param what what is edited, within a sentence: "the scope"
 * @param screen where it is edited
 * @returns a function that forgets the edits at once, for when they are saved or discarded as the editor closes
 */
export function useUnsaved(what: string, edited: boolean, screen: ScreenId): () => void {
	const { unsaved, toast, keysTo } = useShell();
	const withdraw = useRef<Withdraw>(undefined);
	useEffect(() => unsaved.mark(what, edited), [unsaved, what, edited]);
	useEffect(() => {
		withdraw.current?.();
		return () => {
			if (!unsaved.list().includes(what)) return;
			withdraw.current = toast.warn(
				`Left with unsaved edits: ${what}.`,
				`They are kept. Press ${keysTo(screen)} to go back.`,
			);
		};
	}, [unsaved, toast, keysTo, what, screen]);
	return useCallback(() => unsaved.mark(what, false), [unsaved, what]);
}
