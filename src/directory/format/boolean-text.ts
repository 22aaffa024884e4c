/**
 * The truth value that a cell or a JSON string spells: `true`, `Yes`, `1`, PowerShell's `$true`, and what Excel writes in other languages,
 * where a saved CSV file has `WAHR` for `TRUE`. Undefined for anything else, also for an empty text.
 *
 * @see https://support.microsoft.com/office/excel-functions-translator-f262d0c0-991c-485b-89b6-32cc8d326889
 */
export function readBoolean(text: string): boolean | undefined {
	const word = text.trim().toLowerCase().normalize("NFC").replace(/^\$/, "");
	if (yes.has(word)) return true;
	return no.has(word) ? false : undefined;
}

/** English, Danish, Dutch, Finnish, French, German, Italian, Norwegian, Polish, Portuguese, Spanish, Swedish, Czech, Hungarian, Russian, Turkish. */
const yes = words(
	"true t yes y 1 enabled sand ja waar tosi kyllä vrai oui wahr vero sì sann prawda tak verdadeiro sim verdadero sí si sant pravda ano igaz igen истина да doğru evet",
);
const no = words(
	"false f no n 0 disabled falsk nej nee onwaar epätosi ei faux non falsch nein falso usann nei fałsz nie não falskt nepravda ne hamis nem ложь нет yanliş yanlış hayır",
);

function words(list: string): ReadonlySet<string> {
	return new Set(list.split(" "));
}
