/** A change of a source file: which file was rewritten, and where it is as it was before. Both are absolute paths. */
export type FileRewrite = {
	readonly file: string;
	readonly copy: string;
	/** When the file was rewritten, milliseconds since 1970. */
	readonly at: number;
};

/** A change of one assignment in a source file. */
export type AssignmentEdit =
	| {
			readonly type: "assign";
			readonly principal: { readonly id: string; readonly type: "User" | "Group" };
			readonly appRoleId: string;
	  }
	| { readonly type: "unassign"; readonly assignmentId: string };

/** What a source that is a file says about its changes, beyond `Directory`. */
export interface SourceFile {
	/** The file that `assign` and `unassign` rewrite, as it was named. */
	readonly path: string;
	/** The changes that have a copy, the latest last, also those that an earlier process made. */
	readonly rewrites: () => Promise<readonly FileRewrite[]>;
	/**
	 * Makes several changes with one rewrite, and so with one copy: `undo` undoes them together.
	 *
	 * @returns for each edit why it was left out; null when it was made
	 * @throws DirectoryError when the file can't be read or written: then no edit was made
	 */
	change(edits: readonly AssignmentEdit[], signal?: AbortSignal): Promise<readonly (Error | null)[]>;
	/**
	 * Undoes the latest change, and removes its copy.
	 *
	 * @throws DirectoryError `conflict` when the file was edited since, `not-found` when there is nothing to undo
	 */
	undo(signal?: AbortSignal): Promise<FileRewrite>;
}
