/** A control API was called with a user, group or role that the simulator does not have. */
export class UnknownObject extends Error {
	readonly code = "unknown-object";

	/** `kind` is the type of object ("user", "app role"), `key` its name or id. */
	constructor(kind: string, key: string) {
		super(`the simulator has no ${kind} ${key}`);
		this.name = "UnknownObject";
	}
}
