import type { AssignmentState } from "../ports/directory.ts";
import type { Assignment } from "../source/assignment.ts";
import type { Group } from "../source/group.ts";
import type { SourceUser } from "../source/source-user.ts";

/** What a file holds, in the directory's terms. */
export type FileContents = {
	readonly users: ReadonlyMap<string, SourceUser>;
	readonly groups: readonly Group[];
	readonly state: AssignmentState;
};

/** The principal to assign and the role to grant; both are known to exist. */
export type Grant = {
	readonly principalId: string;
	readonly appRoleId: string;
};

/**
 * How one kind of file is read and changed. A byte order mark at the start stays.
 * All methods throw `DirectoryError` with code `invalid`, whose message begins with `name` and gives the position.
 */
export interface FileFormat {
	/** @param name - The file's name, for messages. */
	parse(text: string, name: string): FileContents;
	/** The text with the assignment in it; everything else stays byte for byte. */
	withGrant(text: string, grant: Grant, contents: FileContents, name: string): string;
	/** The text without the assignment; everything else stays byte for byte. */
	withoutGrant(text: string, assignment: Assignment, contents: FileContents, name: string): string;
}

/** Files give assignments no ID: principal and role make one, the same at every read. */
export function assignmentIdOf(grant: Grant): string {
	return `${grant.principalId}/${grant.appRoleId}`;
}
