/** The words with a period at their end, unless they end as a sentence: messages of other programs often do not. Empty stays empty. */
export function asSentence(words: string): string {
	return words === "" || /[.!?]$/u.test(words) ? words : `${words}.`;
}
