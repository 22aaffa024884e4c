const ascii = /^[\0-\x7f]*$/;
const accent = /[\u0300-\u036f]/g;

/** A text as it is compared with what someone types: lower case, without accents, in Unicode's compatibility form. */
export function searchable(text: string): string {
	if (ascii.test(text)) return text.toLowerCase();
	// Lower case only after the compatibility form, which may hold capitals; lower case may add accents again (İ).
	return text.normalize("NFKD").toLowerCase().replace(accent, "").replaceAll("ς", "σ").normalize("NFC");
}
