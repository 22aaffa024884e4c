import { createContext } from "react";

/** A kind of write to the target, to Entra, or by a job that is made to do so. */
export type WriteKind =
	| "run"
	| "turnOn"
	| "restart"
	| "reset"
	| "allow"
	| "retry"
	| "onDemand"
	| "assign"
	| "unassign"
	| "undo"
	| "repair"
	| "delete"
	| "deleteAndProvision"
	| "recreate"
	| "handOver"
	| "setUp"
	| "push"
	| "mapping"
	| "scope"
	| "stopAsking";

/** How a question that a screen asks anyway includes the one that is asked before writes to a production target. */
export type WriteApproval = {
	/** The name to type before writes of this kind; null when none is asked for. */
	readonly nameFor: (kind: WriteKind) => string | null;
	/** Does what was confirmed with the name: until it is done, its writes of this kind are not asked about again. */
	readonly approved: (kind: WriteKind, action: () => unknown) => unknown;
};

export const WriteApprovalContext = createContext<WriteApproval>({
	nameFor: () => null,
	approved: (_kind, action) => action(),
});
