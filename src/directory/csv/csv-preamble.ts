import type { FileKind } from "../format/file-kind.ts";
import { type Delimiter, delimiterOf } from "./csv-text.ts";

/** The lines above the header, and the delimiter. */
export type Preamble = {
	/** Where the header begins. */
	readonly start: number;
	/** Lines above it. */
	readonly lines: number;
	readonly delimiter: Delimiter;
	/** The kind of file that such lines belong to. */
	readonly kind: FileKind | null;
	/** What a line `sep=` declares in place of a delimiter that is read. */
	readonly otherDelimiter: string | null;
};

/**
 * Skips lines of blanks, and what programs write above the header: the `#TYPE` line of Windows PowerShell, `sep=;` of Excel, and
 * `version:v1.0` of the bulk template of the Entra admin center (with empty cells after it if Excel saved it).
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv?view=powershell-5.1
 * @see https://learn.microsoft.com/entra/identity/users/users-bulk-add
 */
export function readPreamble(text: string): Preamble {
	let start = text.startsWith("\uFEFF") ? 1 : 0;
	let lines = 0;
	let separator: Delimiter | undefined;
	let kind: FileKind | null = null;
	let otherDelimiter: string | null = null;
	for (;;) {
		line.lastIndex = start;
		const [whole = "", content = ""] = line.exec(text) ?? [];
		const declared =
			/^"?sep=(.)"?$/i.exec(content)?.[1] ?? (/^"?sep=\t?"?$/i.test(content) ? "\t" : undefined);
		if (declared === "," || declared === ";" || declared === "\t") separator = declared;
		else if (declared !== undefined) otherDelimiter = declared;
		else if (/^"?#TYPE /i.test(content)) kind ??= "powershell-csv";
		else if (/^"?version:v[\d.]+"?[,;\t]*$/i.test(content)) kind ??= "entra-template";
		else if (/[^\s,;]/.test(content) || whole === "") break;
		start += whole.length;
		lines++;
	}
	const delimiter = separator ?? delimiterOf(text.slice(start, start + 100_000));
	return { start, lines, delimiter, kind, otherDelimiter };
}

const line = /([^\r\n]*)(?:\r\n|\r|\n|$)/y;
