/** Letters without a plain form in Unicode, from Microsoft's table of NormalizeDiacritics. */
const plainForms: Readonly<Record<string, string>> = {
	æ: "ae",
	Æ: "AE",
	ø: "oe",
	Ø: "OE",
	œ: "oe",
	Œ: "OE",
	ß: "ss",
	ł: "l",
	Ł: "L",
	ı: "i",
};

/**
 * Replaces Latin letters with diacritical marks, composed or combining, by the plain letters.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data#normalizediacritics
 */
export function removeDiacritics(text: string): string {
	return text
		.normalize("NFD")
		.replace(/(\p{Script=Latin})\p{Mn}+/gu, "$1")
		.replace(/[æÆøØœŒßłŁı]/gu, (letter) => plainForms[letter] ?? letter)
		.normalize("NFC");
}
