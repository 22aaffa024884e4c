export type MappingErrorCode =
	| "invalid-path" // the target is not a SCIM path
	| "undetermined-path" // the target's filter does not say what a new element looks like
	| "invalid-expression"; // the expression cannot be read, or calls a function wrongly

/** A place in a path or an expression. */
export type Place = {
	/** In UTF-16 units from the start of the text, from 0. */
	readonly offset: number;
	/** From 1. */
	readonly line: number;
	readonly column: number;
	/** The line of the text, and below it a caret. */
	readonly caret: string;
};

/** A mapping that can never work, whatever the user. The message names the mapping and shows the place. */
export class MappingError extends Error {
	override readonly name = "MappingError";
	readonly code: MappingErrorCode;
	/** The target path of the mapping, as written. */
	readonly target: string;
	/** What is wrong, without mapping and place. */
	readonly problem: string;
	readonly place: Place;

	constructor(code: MappingErrorCode, target: string, problem: string, place: Place, cause?: unknown) {
		const where = `line ${place.line}, column ${place.column}`;
		super(`The mapping to ${target} is wrong at ${where}: ${problem}\n${place.caret}`, { cause });
		this.code = code;
		this.target = target;
		this.problem = problem;
		this.place = place;
	}
}

/** Codes of the provisioning log that a mapping can cause. */
export type MappingFailureCode = "ExpressionFailed" | "AttributeValidationFailed" | "MandatoryFieldsMissing";

/** A user who cannot be mapped. Names the user, the target and the reason; never holds a redacted value. */
export class MappingFailure extends Error {
	override readonly name = "MappingFailure";
	readonly code: MappingFailureCode;
	/** The target path of the mapping, or the missing fields. */
	readonly target: string;
	/** As people call the user. */
	readonly user: string;
	readonly reason: string;

	constructor(code: MappingFailureCode, target: string, user: string, reason: string, cause?: unknown) {
		super(`${user} cannot be mapped to ${target}: ${reason}`, { cause });
		this.code = code;
		this.target = target;
		this.user = user;
		this.reason = reason;
	}
}
