/** A mistake in a setup file, with its place from 1. */
export type SetupFileMistake = { readonly line: number; readonly column: number; readonly message: string };

/** Maximum number of mistakes in a message; the others mostly follow from them. */
const shownMistakes = 20;

/** A setup file that cannot be used. The message has one line for each mistake: `setup.yaml:3:5: …`. */
export class SetupFileError extends Error {
	override readonly name = "SetupFileError";
	readonly mistakes: readonly SetupFileMistake[];

	constructor(file: string, mistakes: readonly SetupFileMistake[]) {
		const lines = mistakes
			.slice(0, shownMistakes)
			.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
		const more = mistakes.length - lines.length;
		super([...lines, ...(more > 0 ? [`${file}: and ${more} more mistakes`] : [])].join("\n"));
		this.mistakes = mistakes;
	}
}
