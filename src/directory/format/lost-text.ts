import { sourceAttribute } from "../../attributes/source-schema.ts";
import type { AttributeValue } from "../../source/source-user.ts";

/**
 * What exports write in place of a value, or of its letters.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv
 */

/**
 * Whether PowerShell wrote the type of a value and not the value: `System.String[]`, `Microsoft.Graph.PowerShell.Models.…`, or
 * `@{Id=…}`, which ConvertTo-Json writes below its depth.
 */
export function isTypeName(text: string): boolean {
	if (text.startsWith("@{")) return text.endsWith("}");
	return (text.startsWith("System.") || text.startsWith("Microsoft.Graph.")) && typeNames.test(text);
}

/**
 * Whether an object whose members are attributes (`onPremisesExtensionAttributes`) was written as `@{extensionAttribute1=…}`, with a value
 * in it: its members would be read as absent.
 */
export function isCutObject(name: string, text: string): boolean {
	return containers.has(name) && isTypeName(text) && /=\s*[^\s;}]/.test(text);
}

const containers: ReadonlySet<string> = new Set(["onPremisesExtensionAttributes", "employeeOrgData"]);

const typeNames = /^(?:System\.(?:String|Object|Byte|Collections\.)|Microsoft\.Graph\.PowerShell\.)\S*$/;

/**
 * Whether a spreadsheet wrote the error of a formula in place of its value, also in German, French, Italian and Spanish: `#N/A`, `#REF!`.
 *
 * @see https://support.microsoft.com/office/error-type-function-10958677-7c8d-44f7-ae77-b9a9ee6eefaa
 */
export function isFormulaError(text: string): boolean {
	return text.startsWith("#") && formulaErrors.test(text.trim());
}

const formulaErrors =
	/^#(?:N\/A|N\/D|NV|NAME\?|NOM\s?\?|NOME\?|¿?NOMBRE\?|NULL!|NUL\s?!|¡?NULO!|(?:DIV|¡DIV)\/0\s?!|NUM!|NOMBRE\s?!|¡NUM!|ZAHL!|REF!|RIF!|¡REF!|BEZUG!|VALUE!|VALEUR\s?!|VALORE!|¡VALOR!|WERT!|SPILL!|CALC!|FIELD!|GETTING_DATA)$/;

/** What such an attribute is read as: no value. */
export function emptyValue(attribute: string): AttributeValue {
	return sourceAttribute(attribute)?.multiValued ? [] : null;
}

/** What accounts are matched by and reached at. */
export const identifiers: readonly string[] = ["userPrincipalName", "mail"];

/**
 * The first character of an identifier that no one sees but every comparison does: a blank at an end, as copying from a
 * web page or Excel leaves it, a zero-width space, a control character.
 */
export function invisibleIn(identifier: string): string | undefined {
	return invisible.exec(identifier)?.[0].charAt(0);
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}]|^\s|\s$|\u00a0/u;

/**
 * Whether an identifier is not written as a name at sign-in or an address: `mailto:ann@…`, `Ann Lee <ann@…>`, two addresses, quotation
 * marks. No account matches it, and Sumo Logic refuses it.
 */
export function isOtherwiseWritten(attribute: string, identifier: string): boolean {
	return identifier.includes("@") ? otherwise.test(identifier) : attribute === "mail";
}

const otherwise = /^mailto:|^(?:smtp|sip):|[<>"“”„«»\s,;]|^['‘’‚‹›]|@[^@]*@/i;

/** Whether a text stands for no value: `NULL`, as databases and scripts write it. "Null" is the name of people. */
export function isNoValue(text: string): boolean {
	return noValues.has(text.trim());
}

const noValues: ReadonlySet<string> = new Set([
	"NULL",
	"null",
	"(null)",
	"<null>",
	"\\N",
	"None",
	"undefined",
	"nan",
	"NaN",
	"N/A",
	"n/a",
	"$null",
]);

/** Names of people, in which no question mark belongs. */
export const names: readonly string[] = ["displayName", "givenName", "surname"];

/** Whether letters of a name became `?`, U+FFFD or the letters of another encoding (`Ã¸`). */
export function hasLostLetters(name: string): boolean {
	return lost.test(name);
}

const lost = /\?|\uFFFD|[\u00C2\u00C3][\u0080-\u00BF]/;

/**
 * The first half of a surrogate pair without the other one, or control character other than a tab or the end of a line: no program shows
 * these, and targets refuse or change them.
 */
export function unwritableIn(text: string): string | undefined {
	return unwritable.exec(text)?.[0];
}

const unwritable = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** Attributes whose values are digits, which a spreadsheet takes for a number. */
export const numbers: readonly string[] = ["employeeId", "mobilePhone", "businessPhones", "telephoneNumber"];

/** Whether a spreadsheet wrote a long number as `1.23457E+17`. */
export function isShortened(digits: string): boolean {
	return /^\d(?:[.,]\d+)?E\+\d+$/i.test(digits.trim());
}
