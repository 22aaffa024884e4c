/** A pattern that .NET would refuse, or that this engine does not carry over. */
export class PatternError extends Error {
	override readonly name = "PatternError";
	/** Where in the pattern, in UTF-16 units; null when it is wrong as a whole. */
	readonly offset: number | null;

	constructor(message: string, offset: number | null) {
		super(message);
		this.offset = offset;
	}
}

/** A match that takes more steps than it may: the pattern backtracks too much on this text. */
export class PatternTooSlowError extends Error {
	override readonly name = "PatternTooSlowError";

	constructor() {
		super("The regular expression takes too long on this text: nested repetitions such as (a+)+ do that");
	}
}
