/** A mistake in a setup file, with its place from 1. */
export type SetupFileMistake = { readonly line: number; readonly column: number; readonly message: string };

/** A setup file that cannot be used. The message has one line for each mistake: `setup.yaml:3:5: …`. */
export class SetupFileError extends Error {
	override readonly name = "SetupFileError";
	readonly mistakes: readonly SetupFileMistake[];

	constructor(file: string, mistakes: readonly SetupFileMistake[]) {
		const lines = mistakes.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
		super(lines.join("\n"));
		this.mistakes = mistakes;
	}
}
