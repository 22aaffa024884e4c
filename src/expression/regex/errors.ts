/** A pattern that .NET would reject, or that this engine does not support. */
export class PatternError extends Error {
	override readonly name = "PatternError";
	/** The position in the pattern, in UTF-16 units; null when the whole pattern is wrong. */
	readonly offset: number | null;

	constructor(message: string, offset: number | null) {
		super(message);
		this.offset = offset;
	}
}

/** A match that exceeds its limit of steps: the pattern backtracks too much on this text. */
export class PatternTooSlowError extends Error {
	override readonly name = "PatternTooSlowError";

	constructor() {
		super("The regular expression takes too long on this text: nested repetitions such as (a+)+ do that");
	}
}
