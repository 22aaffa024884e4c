import type { FileRewrite } from "../../ports/source/source-file.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";
import type { AppRole } from "../../source/app-role.ts";
import type { Group } from "../../source/group.ts";

/** A user or group of the tenant as the list shows it. Names are cleaned of control characters. */
export type Person = {
	readonly id: string;
	readonly type: "User" | "Group";
	readonly displayName: string;
	readonly userName: string;
	readonly mail: string;
	readonly enabled: boolean;
	readonly guest: boolean;
	/** Their assignments; empty when there is none. `via` is null for a direct assignment, otherwise the group's name. */
	readonly assigned: readonly {
		readonly assignmentId: string;
		readonly roleId: string;
		readonly role: string;
		readonly via: string | null;
	}[];
};

/** The outcome for one of several users or groups. */
export type PersonResult = {
	readonly id: string;
	readonly displayName: string;
	readonly error: string | null;
	/** The source accepted the change, but did not show it when it was read again. */
	readonly isUnconfirmed?: true;
};

/** A change of assignments from here that may be undone. */
export type AssignmentChange = {
	readonly kind: "assigned" | "unassigned" | "rewritten";
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Users and groups that were changed; empty for a file that an earlier process rewrote. */
	readonly names: readonly string[];
	/** The file that was rewritten; null for Entra ID. */
	readonly file: string | null;
	/** Why it can no longer be undone, in a sentence whose times are in ISO 8601; null while it can. */
	readonly refusal: string | null;
};

/** A change that was undone, with the outcome for each user or group; empty for a file, which is undone as a whole. */
export type UndoneChange = Omit<AssignmentChange, "refusal"> & {
	readonly results: readonly PersonResult[];
};

/** A source that is a file: what is wrong with it, and what changes of assignments rewrote. */
export type PeopleFile = {
	/** The file that `assign` and `unassign` rewrite. */
	readonly path: string;
	readonly problems: readonly SourceProblem[];
	/** The changes that have a copy, the latest last: `undo` undoes the latest. */
	readonly rewrites: readonly FileRewrite[];
};

export interface People {
	/** False for a source that can't be changed from here. */
	readonly writable: () => boolean;
	/** All users and groups, by name; read from the source at the first call and on `refresh`. */
	readonly list: (options?: {
		readonly refresh?: boolean;
		readonly signal?: AbortSignal;
	}) => Promise<readonly Person[]>;
	/** Calls back when the source was written, here or by another process. Returns how to stop. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly roles: () => Promise<readonly AppRole[]>;
	readonly groups: () => Promise<readonly Group[]>;
	/** Assigns each with the role (by its id; `defaultAccessId` for default access). */
	readonly assign: (ids: readonly string[], roleId: string) => Promise<readonly PersonResult[]>;
	/** Removes the direct assignments of each. For users assigned only through a group, the error names the group. */
	readonly unassign: (ids: readonly string[]) => Promise<readonly PersonResult[]>;
	/** The source as a file; null for Entra ID. */
	readonly file: () => Promise<PeopleFile | null>;
	/** The latest change of assignments from here, also a rewrite of a file by an earlier process; null when there is none. */
	readonly lastChange: () => Promise<AssignmentChange | null>;
	/**
	 * Undoes the latest change: a file is put back from its copy, Entra ID gets the inverse calls. Rejects when there is none, when a
	 * cycle has run since, and when the file was edited since.
	 */
	readonly undo: () => Promise<UndoneChange>;
}
