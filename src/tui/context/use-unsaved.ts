import { useEffect } from "react";
import { useShell } from "./shell-context.ts";

/** Keeps it said whether this has unsaved edits. Nothing is taken back when the component goes: a hidden screen keeps its edits. */
export function useUnsaved(what: string, edited: boolean): void {
	const { unsaved } = useShell();
	useEffect(() => unsaved.mark(what, edited), [unsaved, what, edited]);
}
