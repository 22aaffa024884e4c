/** A flag or variable says what cannot be. The message names both spellings; it never holds a secret. */
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
