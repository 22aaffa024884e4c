import type { AssignmentState } from "../../ports/source/directory.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";
import type { Assignment } from "../../source/assignment.ts";
import type { Group } from "../../source/group.ts";
import type { SourceUser } from "../../source/source-user.ts";
import type { FileKind } from "./file-kind.ts";
import type { Pieces } from "./in-pieces.ts";

/** What a file holds, in the directory's terms. */
export type FileContents = {
	readonly users: ReadonlyMap<string, SourceUser>;
	readonly groups: readonly Group[];
	readonly state: AssignmentState;
	readonly layout: FileLayout;
	/** What is probably not meant, but no reason to refuse the file. */
	readonly problems: readonly SourceProblem[];
};

/** How the file was understood. */
export type FileLayout = {
	readonly kind: FileKind;
	/** Between the cells of a CSV file; null for JSON. */
	readonly delimiter: string | null;
	/** In the order of the file. `attribute` is what it is read as: an attribute, `id` or `role`. */
	readonly used: readonly { readonly heading: string; readonly attribute: string }[];
	readonly ignored: readonly { readonly heading: string; readonly reason: string }[];
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
	/** What each part of the file is given to while it is read: it throws for what makes reading on pointless. */
	guard?(name: string): (part: Buffer) => void;
	/** @param name - The file's name, for messages. */
	parse(text: string, name: string): FileContents;
	/** The same in pieces, between which keys can be answered; absent where even a large file is read quickly. */
	parseInPieces?(text: string, name: string): Pieces<FileContents>;
	/** The text with the assignment in it; everything else stays byte for byte. */
	withGrant(text: string, grant: Grant, contents: FileContents, name: string): string;
	/** The text without the assignment; everything else stays byte for byte. */
	withoutGrant(text: string, assignment: Assignment, contents: FileContents, name: string): string;
}

/** Files give assignments no ID: principal and role make one, the same at every read. */
export function assignmentIdOf(grant: Grant): string {
	return `${grant.principalId}/${grant.appRoleId}`;
}
