import { useEffect } from "react";
import { useShell } from "./shell-context.ts";

/** What was edited in the console and is not saved, so that leaving can ask. */
export type Unsaved = {
	/** Says whether this has unsaved edits: "the scope". It stays said while the screen is hidden. */
	readonly mark: (what: string, edited: boolean) => void;
	readonly list: () => readonly string[];
};

/** Remembers the unsaved edits of one console. */
export function createUnsaved(): Unsaved {
	const marked = new Set<string>();
	return {
		mark(what, edited) {
			if (edited) marked.add(what);
			else marked.delete(what);
		},
		list: () => [...marked],
	};
}

/** Keeps it said whether this has unsaved edits. Nothing is taken back when the component goes: a hidden screen keeps its edits. */
export function useUnsaved(what: string, edited: boolean): void {
	const { unsaved } = useShell();
	useEffect(() => unsaved.mark(what, edited), [unsaved, what, edited]);
}
