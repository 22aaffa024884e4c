import { useState } from "react";

/** Which fields of a form show their problems: those that were left once, and all of them once saving was tried. */
export type Visited<Id> = {
	readonly shows: (id: Id) => boolean;
	/** The field was left after editing it. */
	readonly leave: (id: Id) => void;
	/** Saving was tried. */
	readonly leaveAll: () => void;
	/** The form is as it was saved. */
	readonly reset: () => void;
};

/** Keeps which fields of a form show their problems, so that no field is reported as wrong while it is filled in for the first time. */
export function useVisited<Id>(first: "none" | "all" = "none"): Visited<Id> {
	const [left, setLeft] = useState<ReadonlySet<Id> | "all">(first === "all" ? first : new Set());
	return {
		shows: (id) => left === "all" || left.has(id),
		leave: (id) => setLeft((before) => (before === "all" ? before : new Set(before).add(id))),
		leaveAll: () => setLeft("all"),
		reset: () => setLeft(new Set()),
	};
}
