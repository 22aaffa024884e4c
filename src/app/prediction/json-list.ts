/** The elements of a list that a log shows as JSON; null for any other text. */
export function jsonList(text: string): readonly unknown[] | null {
	if (!text.startsWith("[")) return null;
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : null;
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		return null;
	}
}
