import { dayNumber, dayOfWeek, lastTick, ticksOf, ticksPerMinute } from "./calendar.ts";
import type { Zone } from "./format.ts";
import { type FormatToken, formatTokens } from "./format-tokens.ts";
import { abbreviated, dayNames, fullYear, monthNames } from "./names.ts";
import type { DateTimeStyles } from "./styles.ts";

/** A date-time parsed by a format: its ticks, and how it relates to UTC. */
export type ParsedDate = { readonly ticks: bigint; readonly zone: Zone };

type FieldName =
	| "year"
	| "month"
	| "day"
	| "hour"
	| "minute"
	| "second"
	| "weekday"
	| "fraction"
	| "half"
	| "offset";

/** Parses text by a format. A field may occur twice with the same value. */
class ExactReader {
	readonly #text: string;
	#at = 0;
	readonly #fields = new Map<FieldName, number>();
	isUniversal = false;
	usesHalves = false;

	constructor(text: string) {
		this.#text = text;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#text.length;
	}

	get(field: FieldName): number | undefined {
		return this.#fields.get(field);
	}

	take(text: string): boolean {
		if (!this.#text.startsWith(text, this.#at)) return false;
		this.#at += text.length;
		return true;
	}

	skipWhite(): void {
		while (/^\s$/u.test(this.#text[this.#at] ?? "")) this.#at++;
	}

	#set(field: FieldName, value: number): boolean {
		const present = this.#fields.get(field);
		this.#fields.set(field, value);
		return present === undefined || present === value;
	}

	/** Reads up to `most` digits; fewer than `least` fail. */
	#digits(least: number, most: number): string | null {
		let end = this.#at;
		while (end < this.#at + most && /^[0-9]$/u.test(this.#text[end] ?? "")) end++;
		const digits = this.#text.slice(this.#at, end);
		if (digits.length < least) return null;
		this.#at = end;
		return digits;
	}

	#number(field: FieldName, least: number, most: number): boolean {
		const digits = this.#digits(least, most);
		return digits !== null && this.#set(field, Number(digits));
	}

	/** One digit in a format reads one or two. */
	#oneOrTwo(field: FieldName, length: number): boolean {
		return this.#number(field, Math.min(2, length), 2);
	}

	#name(field: FieldName, names: readonly string[], first: number): boolean {
		const rest = this.#text.slice(this.#at, this.#at + 12).toLowerCase();
		const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
		if (index < 0) return false;
		this.#at += names[index]?.length ?? 0;
		return this.#set(field, index + first);
	}

	#offset(length: number): boolean {
		const sign = this.#text[this.#at];
		if (sign !== "+" && sign !== "-") return false;
		this.#at++;
		const hours = this.#digits(length === 1 ? 1 : 2, 2);
		if (hours === null) return false;
		let minutes = "0";
		if (length >= 3) {
			this.take(":");
			const read = this.#digits(2, 2);
			if (read === null || Number(read) > 59) return false;
			minutes = read;
		}
		const offset = Number(hours) * 60 + Number(minutes);
		return offset <= 14 * 60 && this.#set("offset", sign === "-" ? -offset : offset);
	}

	#universal(): boolean {
		if (!this.take("Z") && !this.take("z") && !this.take("GMT")) return false;
		this.isUniversal = true;
		return this.#set("offset", 0);
	}

	/** Reads what one specifier describes. */
	specifier(letter: string, length: number): boolean {
		switch (letter) {
			case "y": {
				const digits = this.#digits(length, length === 1 ? 2 : length);
				if (digits === null) return false;
				return this.#set("year", length <= 2 ? fullYear(Number(digits)) : Number(digits));
			}
			case "M":
				if (length <= 2) return this.#oneOrTwo("month", length);
				return this.#name("month", length === 3 ? monthNames.map(abbreviated) : monthNames, 1);
			case "d":
				if (length <= 2) return this.#oneOrTwo("day", length);
				return this.#name("weekday", length === 3 ? dayNames.map(abbreviated) : dayNames, 0);
			case "h":
				this.usesHalves = true;
				return this.#oneOrTwo("hour", length);
			case "H":
				return this.#oneOrTwo("hour", length);
			case "m":
				return this.#oneOrTwo("minute", length);
			case "s":
				return this.#oneOrTwo("second", length);
			case "f":
			case "F": {
				const digits = this.#digits(letter === "f" ? length : 0, length);
				return digits !== null && this.#set("fraction", Number(digits.padEnd(7, "0")));
			}
			case "t":
				return this.#name("half", length === 1 ? ["A", "P"] : ["AM", "PM"], 0);
			case "z":
				return this.#offset(length);
			case "K":
				return this.#universal() || /^[^+-]?$/u.test(this.#text[this.#at] ?? "") || this.#offset(3);
			case "g":
				return this.take("A.D.") || this.take("AD");
			case "Z":
				return this.#universal();
			default:
				return this.take(letter);
		}
	}
}

/** The hour of the day by a 12- or 24-hour clock and its half; null when they conflict. */
function hourOf(reader: ExactReader): number | null {
	const hour = reader.get("hour") ?? 0;
	const half = reader.get("half");
	if (reader.usesHalves) return hour > 12 ? null : (hour % 12) + (half === 1 ? 12 : 0);
	if ((half === 0 && hour >= 12) || (half === 1 && hour < 12)) return null;
	return hour;
}

/** The day, with missing parts filled in: from today if the text contains no part of it. */
function dayOf(reader: ExactReader, styles: DateTimeStyles, today: Date) {
	const [year, month, day] = [reader.get("year"), reader.get("month"), reader.get("day")];
	if (year === undefined && month === undefined && day === undefined) {
		if (styles.has("NoCurrentDateDefault")) return { year: 1, month: 1, day: 1 };
		return { year: today.getUTCFullYear(), month: today.getUTCMonth() + 1, day: today.getUTCDate() };
	}
	return { year: year ?? today.getUTCFullYear(), month: month ?? 1, day: day ?? 1 };
}

function follows(
	reader: ExactReader,
	token: FormatToken,
	next: FormatToken | undefined,
	inner: boolean,
): boolean {
	if (token.kind === "specifier") return reader.specifier(token.letter, token.length);
	if (token.quoted) return reader.take(token.text);
	if (inner && /^\s$/u.test(token.text)) return true;
	// A Z outside quotes reads the zone; a point before an F may be missing with the fraction.
	if (token.text === "Z") return reader.specifier("Z", 1);
	if (reader.take(token.text)) return true;
	return token.text === "." && next?.kind === "specifier" && next.letter === "F";
}

/**
 * Parses text by a .NET date format, as `DateTime.ParseExact` does in the invariant culture on a machine whose local
 * time is UTC: the whole text must match the format.
 *
 * @returns null when the text does not match it, or is not a valid time.
 * @throws {DateFormatError} for a format that .NET rejects.
 * @see https://learn.microsoft.com/dotnet/api/system.datetime.parseexact
 */
export function parseExact(
	text: string,
	format: string,
	styles: DateTimeStyles,
	today: Date,
): ParsedDate | null {
	const tokens = formatTokens(format);
	if (text === "" || text.length > 1000) return null;
	const reader = new ExactReader(text);
	const inner = styles.has("AllowInnerWhite");
	if (styles.has("AllowLeadingWhite")) reader.skipWhite();
	for (const [index, token] of tokens.entries()) {
		if (inner) reader.skipWhite();
		if (!follows(reader, token, tokens[index + 1], inner)) return null;
	}
	if (styles.has("AllowTrailingWhite") || inner) reader.skipWhite();
	const hour = hourOf(reader);
	if (!reader.isAtEnd || hour === null) return null;
	const day = dayOf(reader, styles, today);
	const ticks = ticksOf({
		...day,
		hour,
		minute: reader.get("minute") ?? 0,
		second: reader.get("second") ?? 0,
		fraction: reader.get("fraction") ?? 0,
	});
	if (ticks === null) return null;
	const weekday = reader.get("weekday");
	if (weekday !== undefined && weekday !== dayOfWeek(dayNumber(day.year, day.month, day.day))) return null;
	const universal = ticks - BigInt(reader.get("offset") ?? 0) * ticksPerMinute;
	if (universal < 0n || universal > lastTick) return null;
	return { ticks: universal, zone: zoneOf(reader, styles) };
}

function zoneOf(reader: ExactReader, styles: DateTimeStyles): Zone {
	if (reader.get("offset") !== undefined) {
		if (styles.has("AdjustToUniversal")) return "utc";
		return reader.isUniversal && styles.has("RoundtripKind") ? "utc" : "local";
	}
	if (styles.has("AssumeUniversal")) return styles.has("AdjustToUniversal") ? "utc" : "local";
	if (styles.has("AssumeLocal")) return styles.has("AdjustToUniversal") ? "utc" : "local";
	return "unspecified";
}
