import { useEffect } from "react";
import { useShell } from "./shell-context.ts";

/** Keeps the record of unsaved edits up to date. Unmounting does not clear it: a hidden screen keeps its edits. */
export function useUnsaved(what: string, edited: boolean): void {
	const { unsaved } = useShell();
	useEffect(() => unsaved.mark(what, edited), [unsaved, what, edited]);
}
