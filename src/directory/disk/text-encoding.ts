import { isUtf8 } from "node:buffer";
import { DirectoryError } from "../../ports/source/directory.ts";
import { lineAndColumn } from "../../text/line-and-column.ts";

/** How the text of a file is written. A byte order mark is part of the text. */
export type TextEncoding = "UTF-8" | "UTF-16LE" | "UTF-16BE";

/**
 * The text of a file: UTF-8, or UTF-16 as Windows PowerShell writes it (`Out-File`, `-Encoding Unicode`).
 *
 * @throws DirectoryError `invalid` for other encodings, with the line, and for files of other kinds, such as an Excel workbook
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
 */
export function decodeText(
	bytes: Buffer,
	name: string,
): { readonly text: string; readonly encoding: TextEncoding } {
	const other = otherKinds.find(({ begins }) => begins.test(bytes.toString("latin1", 0, longestStart)));
	if (other !== undefined) throw new DirectoryError("invalid", `${name} is ${other.what}`);
	const encoding = encodingOf(bytes);
	if (encoding !== "UTF-8") {
		if (bytes.length % 2 === 1) {
			throw new DirectoryError(
				"invalid",
				`${name} is ${encoding} and ends in half a character: it was cut off.`,
			);
		}
		const littleEndian = encoding === "UTF-16LE" ? bytes : Buffer.from(bytes).swap16();
		return { text: inOneEncoding(littleEndian.toString("utf16le"), name), encoding };
	}
	if (!isUtf8(bytes)) throw notUtf8(bytes, name);
	return { text: inOneEncoding(bytes.toString("utf8"), name), encoding };
}

/** The text of one file, not of two that were joined with their byte order marks. */
function inOneEncoding(text: string, name: string): string {
	const at = text.indexOf("\uFEFF", 1);
	if (at < 0 || !/[\r\n]/.test(text.charAt(at - 1))) return withoutNul(text, name);
	const place = lineAndColumn(text, at);
	throw new DirectoryError(
		"invalid",
		`${name}: line ${place.line} begins with a byte order mark (U+FEFF), as where a second file was appended. Remove it, and a second header.`,
		undefined,
		undefined,
		place,
	);
}

/** A file that is UTF-16 in parts, as `>>` of Windows PowerShell leaves it, UTF-32, or not text has NUL characters. */
function withoutNul(text: string, name: string): string {
	const at = text.indexOf("\0");
	if (at < 0) return text;
	const place = lineAndColumn(text, at);
	throw new DirectoryError(
		"invalid",
		`${name} is not text in one encoding: line ${place.line} holds a NUL character, as in a file that was written with two encodings. Save it as UTF-8 (in PowerShell: \`-Encoding UTF8\` in each command).`,
		undefined,
		undefined,
		place,
	);
}

/** How much of a file shows its kind. */
const longestStart = 256;

const asCsv = 'not CSV. In Excel, save it as "CSV UTF-8 (Comma delimited)".';

/** Files that are easily taken for a list of users, by their first bytes. */
const otherKinds: readonly { readonly begins: RegExp; readonly what: string }[] = [
	{ begins: /^PK\x03/, what: `an Excel workbook, ${asCsv}` },
	{ begins: /^\xd0\xcf\x11\xe0/, what: `a workbook of an old Excel or an encrypted one, ${asCsv}` },
	{ begins: /^\x1f\x8b/, what: "compressed. Unpack it first: `gunzip`." },
	{ begins: /^%PDF-/, what: "a PDF, not a list of users. Export the users as CSV or JSON." },
	{
		begins: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml)[\s>]/i,
		what: "a web page, not a list of users: the download asked for a sign-in, or failed. Download it again.",
	},
];

/** The bytes of a text in that encoding. */
export function encodeText(text: string, encoding: TextEncoding): Buffer {
	if (encoding === "UTF-8") return Buffer.from(text);
	const bytes = Buffer.from(text, "utf16le");
	return encoding === "UTF-16LE" ? bytes : bytes.swap16();
}

/** By the byte order mark, otherwise by the zero that every second byte of Latin text in UTF-16 is. */
function encodingOf(bytes: Buffer): TextEncoding {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return "UTF-16LE";
	if (first === 0xfe && second === 0xff) return "UTF-16BE";
	if (first !== 0 && second === 0) return "UTF-16LE";
	return first === 0 && second !== undefined && second !== 0 ? "UTF-16BE" : "UTF-8";
}

function notUtf8(bytes: Buffer, name: string): DirectoryError {
	let line = 1;
	let from = 0;
	for (;;) {
		const end = bytes.indexOf(0x0a, from);
		if (end < 0 || !isUtf8(bytes.subarray(from, end))) break;
		from = end + 1;
		line++;
	}
	return new DirectoryError(
		"invalid",
		`${name} is not UTF-8: line ${line} holds a letter in another encoding. Save it as UTF-8 (in Excel: "CSV UTF-8"; in PowerShell: \`-Encoding UTF8\`).`,
		undefined,
		undefined,
		{ line, column: null },
	);
}
