/** A property of the target user that an action sets. Redacted values already read `[Redact]`. */
export type ModifiedProperty = {
	/** The target path, as the mapping writes it. */
	readonly name: string;
	readonly old: string | null;
	readonly new: string | null;
};
