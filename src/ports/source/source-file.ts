/** A change of a source file: which file was rewritten, and where it is as it was before. Both are absolute paths. */
export type FileRewrite = {
	readonly file: string;
	readonly copy: string;
};

/** What a source that is a file says about its changes, beyond `Directory`. */
export interface SourceFile {
	/** The file that `assign` and `unassign` rewrite, as it was named. */
	readonly path: string;
	/** The changes that have a copy, the latest last, also those that an earlier process made. */
	readonly rewrites: () => Promise<readonly FileRewrite[]>;
	/**
	 * Undoes the latest change, and removes its copy.
	 *
	 * @throws DirectoryError `conflict` when the file was edited since, `not-found` when there is nothing to undo
	 */
	undo(signal?: AbortSignal): Promise<FileRewrite>;
}
