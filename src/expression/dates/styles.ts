/** The options of .NET's DateTimeStyles that have an effect here. */
export const dateTimeStyles = [
	"None",
	"AllowLeadingWhite",
	"AllowTrailingWhite",
	"AllowInnerWhite",
	"AllowWhiteSpaces",
	"NoCurrentDateDefault",
	"AdjustToUniversal",
	"AssumeLocal",
	"AssumeUniversal",
	"RoundtripKind",
] as const;
/** One style, by its name in .NET. */
export type DateTimeStyle = (typeof dateTimeStyles)[number];

/** Styles that apply together. */
export type DateTimeStyles = ReadonlySet<DateTimeStyle>;

/** The styles that FormatDateTime uses by default. */
export const defaultStyles: DateTimeStyles = new Set([
	"RoundtripKind",
	"AllowLeadingWhite",
	"AllowTrailingWhite",
]);

/**
 * Reads styles by name, in any case, separated by commas or `|`, with or without `DateTimeStyles.` before them.
 *
 * @returns null for a name that .NET does not have, or a combination that it rejects.
 * @see https://learn.microsoft.com/dotnet/api/system.globalization.datetimestyles
 */
export function parseStyles(text: string): DateTimeStyles | null {
	const styles = new Set<DateTimeStyle>();
	for (const part of text.split(/[,|]/u)) {
		const name = part
			.trim()
			.replace(/^DateTimeStyles\./iu, "")
			.toLowerCase();
		const style = dateTimeStyles.find((each) => each.toLowerCase() === name);
		if (!style) return null;
		styles.add(style);
	}
	if (styles.has("AllowWhiteSpaces")) {
		for (const each of ["AllowLeadingWhite", "AllowTrailingWhite", "AllowInnerWhite"] as const)
			styles.add(each);
	}
	const assumes = styles.has("AssumeLocal") || styles.has("AssumeUniversal");
	if (styles.has("AssumeLocal") && styles.has("AssumeUniversal")) return null;
	if (styles.has("RoundtripKind") && (assumes || styles.has("AdjustToUniversal"))) return null;
	return styles;
}
