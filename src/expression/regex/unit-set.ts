import { toLower, toUpper } from "../text/casing.ts";
import { blockOf } from "./blocks.ts";

/** A set of UTF-16 units. .NET's regular expressions treat text as units, not as code points. */
export type UnitSet = { readonly has: (unit: number) => boolean };

/** A part of a set: a range of units (both ends included), or all units of a kind. */
export type SetPart = readonly [number, number] | ((unit: number) => boolean);

function byPattern(pattern: RegExp): (unit: number) => boolean {
	return (unit) => pattern.test(String.fromCharCode(unit));
}

/** Decimal digits of any script: `\d`. */
export const isDigit = byPattern(/^\p{Nd}$/u);
/** Letters, nonspacing marks, decimal digits and connectors: `\w`. */
export const isWord = byPattern(/^[\p{L}\p{Mn}\p{Nd}\p{Pc}]$/u);
/** `\s`: separators, U+0085, and the white control characters. */
export const isSpace = byPattern(/^[\p{Z}\t-\r\u0085]$/u);

/** For `\b`, the two joiners are also part of words. */
export function isWordAtBoundary(unit: number): boolean {
	if (unit < 128) return asciiWord.has(unit);
	return unit === 0x200c || unit === 0x200d || isWord(unit);
}

/** Upper, lower and title case letters: what each of the three categories means when case is ignored. */
const cased = byPattern(/^[\p{Lu}\p{Ll}\p{Lt}]$/u);

/** The units of `\p{name}`: a general category (`Lu`, `L`) or a block (`IsGreek`); undefined for an unknown name. */
export function propertyOf(name: string, ignoreCase: boolean): ((unit: number) => boolean) | undefined {
	const block = blockOf(name);
	if (block) return (unit) => block[0] <= unit && unit <= block[1];
	if (ignoreCase && /^L[ult]$/u.test(name)) return cased;
	if (!/^(?:L[ultmo]?|M[nce]?|N[dlo]?|Z[slp]?|C[cfson]?|P[cdseifo]?|S[mcko]?)$/u.test(name)) return undefined;
	return byPattern(new RegExp(`^\\p{${name}}$`, "u"));
}

/** A unit in lower case, by the invariant culture. */
export function lowerUnit(unit: number): number {
	if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit;
	return toLower(String.fromCharCode(unit), "invariant").charCodeAt(0);
}

function upperUnit(unit: number): number {
	return toUpper(String.fromCharCode(unit), "invariant").charCodeAt(0);
}

/** Creates a set from its parts. Tests of ASCII units are looked up in a table. */
export function unitSet(
	parts: readonly SetPart[],
	options: { readonly negated?: boolean; readonly ignoreCase?: boolean; readonly without?: UnitSet } = {},
): UnitSet {
	const { negated = false, ignoreCase = false, without } = options;
	const holds = (unit: number) =>
		parts.some((part) => (typeof part === "function" ? part(unit) : part[0] <= unit && unit <= part[1]));
	const matches = (unit: number) => {
		const found = holds(unit) || (ignoreCase && (holds(lowerUnit(unit)) || holds(upperUnit(unit))));
		return found !== negated && !without?.has(unit);
	};
	const ascii = Uint8Array.from({ length: 128 }, (_, unit) => (matches(unit) ? 1 : 0));
	return { has: (unit) => (unit < 128 ? ascii[unit] === 1 : matches(unit)) };
}

const asciiWord = unitSet([
	[48, 57],
	[65, 90],
	[95, 95],
	[97, 122],
]);
