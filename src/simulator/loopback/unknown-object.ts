/** A user, group or role that was named to a control API and is not in the simulator. */
export class UnknownObject extends Error {
	readonly code = "unknown-object";

	/** `kind` is what was looked for ("user", "app role"), `key` the name or id by which. */
	constructor(kind: string, key: string) {
		super(`the simulator has no ${kind} ${key}`);
		this.name = "UnknownObject";
	}
}
