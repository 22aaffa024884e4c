/** How a setting refers to an entry of the operating system's keyring: `keyring:NAME`. */
const prefix = "keyring:";

/** The name of the entry that a setting refers to; undefined for other text. */
export function keyringName(text: string): string | undefined {
	const setting = text.trim();
	return setting.startsWith(prefix) ? setting.slice(prefix.length).trim() : undefined;
}
