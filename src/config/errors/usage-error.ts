/** A flag or variable has a value that cannot be used. The message names both; it never holds a secret. */
export class UsageError extends Error {
	override readonly name = "UsageError";
	/** `--interval` */
	readonly flag: string;
	/** `SUMO_PROVISION_INTERVAL` */
	readonly variable: string;

	constructor(flag: string, variable: string, message: string) {
		super(message);
		this.flag = flag;
		this.variable = variable;
	}
}
