/** A change of a source file: which file was rewritten, and where it is as it was before. Both are absolute paths. */
export type FileRewrite = {
	readonly file: string;
	readonly copy: string;
};

/** What a source that is a file says about its changes, beyond `Directory`. */
export interface SourceFile {
	/** The file that `assign` and `unassign` rewrite, as it was named. */
	readonly path: string;
	/** The changes that `undo` can take back, the latest last. */
	readonly rewrites: () => readonly FileRewrite[];
	/**
	 * Undoes the latest change, and removes its copy.
	 *
	 * @throws DirectoryError `conflict` when the file was changed since, `not-found` when there is nothing to undo
	 */
	undo(signal?: AbortSignal): Promise<FileRewrite>;
}
