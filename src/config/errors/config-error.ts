/**
 * Settings or secrets cannot be used. The message names the file, the place in it, and what to do; it never holds a secret.
 * `invalid`: not JSON, or does not match the schema; `newer-version`: written by a newer sumo-provision;
 * `unsafe`: other users can read the secrets; `unreadable`, `unwritable`: the file system refused; `busy`: another process
 * keeps them locked; `no-home`: no folder is known for them.
 */
export class ConfigError extends Error {
	override readonly name = "ConfigError";
	readonly code: "invalid" | "newer-version" | "unsafe" | "unreadable" | "unwritable" | "busy" | "no-home";

	constructor(code: ConfigError["code"], message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
	}
}
