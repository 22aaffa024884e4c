/** A text in one case and one form of Unicode (NFC): servers may compose or decompose accented letters. */
export function folded(text: string): string {
	return composed(text).toLowerCase();
}

/** A text in one form of Unicode (NFC). */
export function composed(text: string): string {
	return text.normalize("NFC");
}
