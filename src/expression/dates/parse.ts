import { dayNumber, dayOfWeek, ticksOf, ticksPerMinute } from "./calendar.ts";
import { DateTime } from "./date-time.ts";
import { dayNames, fullYear, monthNames } from "./names.ts";

/** No date is longer; the limit keeps parsing fast. */
const longestDate = 100;

type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };
type TimeOfDay = {
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly fraction: number;
	/** Whether the digits beyond ticks round up to one more tick. */
	readonly roundsUp: boolean;
};

/** Reads text from the left, piece by piece. */
class Reader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	/** The groups of a sticky pattern that matches here, or null; moves past the match. */
	take(pattern: RegExp): Readonly<Record<string, string | undefined>> | null {
		pattern.lastIndex = this.#at;
		const match = pattern.exec(this.#text);
		if (!match) return null;
		this.#at = pattern.lastIndex;
		return match.groups ?? {};
	}

	get isAtEnd(): boolean {
		return this.#at === this.#text.length;
	}
}

function yearOf(digits: string): number {
	return digits.length <= 2 ? fullYear(Number(digits)) : Number(digits);
}

/** The index of the name that equals these letters, in full or abbreviated to three; -1 when there is none. */
function indexOfName(names: readonly string[], letters: string): number {
	const wanted = letters.toLowerCase();
	return names.findIndex(
		(name) => name.toLowerCase() === wanted || name.slice(0, 3).toLowerCase() === wanted,
	);
}

const ending = /[\s,]*/uy;
const blanks = /\s*/uy;
const weekday = /(?<name>[A-Za-z]{3,9}),?\s+(?=\d|[A-Za-z])/uy;
const yearFirst = /(?<year>\d{3,4})(?<mark>[-/.])(?<month>\d{1,2})(?:\k<mark>(?<day>\d{1,2}))?(?!\d)/uy;
const monthFirst = /(?<month>\d{1,2})(?<mark>[-/.])(?<day>\d{1,2})\k<mark>(?<year>\d{4}|\d{1,2})(?!\d)/uy;
const monthAndYear = /(?<month>\d{1,2})[-/](?<year>\d{3,4})(?![-/.\d])/uy;
const monthAndDay = /(?<month>\d{1,2})[-/](?<day>\d{1,2})(?![-/.\d])/uy;
const dayAndName = /(?<day>\d{1,2})[\s-]*(?<name>[A-Za-z]{3,9})[\s,-]*(?<year>\d{4}|\d{2})(?!\d)/uy;
const nameAndDay = /(?<name>[A-Za-z]{3,9})\.?[\s-]+(?<day>\d{1,2})[\s,-]+(?<year>\d{4}|\d{2})(?!\d)/uy;
const nameAndYear = /(?<name>[A-Za-z]{3,9})[\s,-]+(?<year>\d{4})(?!\d)/uy;
const nameAndDayOnly = /(?<name>[A-Za-z]{3,9})\.?\s+(?<day>\d{1,2})(?!\d|\s*[:,-])/uy;
const yearAndName = /(?<year>\d{4})[\s,-]+(?<name>[A-Za-z]{3,9})(?:[\s,-]+(?<day>\d{1,2}))?(?!\d)/uy;

/** The day at the start, in the orders that the invariant culture accepts. Without a year, it is in the year of `today`. */
function takeDay(reader: Reader, today: Date): CalendarDay | null {
	const thisYear = String(today.getUTCFullYear());
	const numeric =
		reader.take(yearFirst) ??
		reader.take(monthFirst) ??
		reader.take(monthAndYear) ??
		reader.take(monthAndDay);
	if (numeric) {
		const { year = thisYear, month = "", day = "1" } = numeric;
		return { year: yearOf(year), month: Number(month), day: Number(day) };
	}
	const named =
		reader.take(dayAndName) ??
		reader.take(nameAndDay) ??
		reader.take(nameAndYear) ??
		reader.take(nameAndDayOnly) ??
		reader.take(yearAndName);
	if (!named) return null;
	const { year = thisYear, name = "", day = "1" } = named;
	return { year: yearOf(year), month: indexOfName(monthNames, name) + 1, day: Number(day) };
}

const clock =
	/(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:[.,](?<fraction>\d+))?)?\s*(?<mark>[AaPp][Mm](?![A-Za-z]))?/uy;
const hourWithMark = /(?<hour>\d{1,2})\s*(?<mark>[AaPp][Mm](?![A-Za-z]))/uy;

/** The time of day here; null when there is none or it is not a valid time. */
function takeTime(reader: Reader): TimeOfDay | null {
	const groups = reader.take(clock) ?? reader.take(hourWithMark);
	if (!groups) return null;
	const { minute = "0", second = "0", fraction = "", mark } = groups;
	let hour = Number(groups.hour);
	if (mark !== undefined) {
		if (hour > 12) return null;
		hour = (hour % 12) + (mark.toLowerCase().startsWith("p") ? 12 : 0);
	}
	return {
		hour,
		minute: Number(minute),
		second: Number(second),
		fraction: Number(fraction.slice(0, 7).padEnd(7, "0")),
		roundsUp: /^\d{7}[5-9]/u.test(fraction),
	};
}

const universal = /Z|GMT|UTC/iuy;
const offset = /(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<minutes>\d{2}))?(?!\d)/uy;

/** The offset from UTC in minutes; 0 when there is none; null when it is out of range. */
function takeOffset(reader: Reader): number | null {
	if (reader.take(universal)) return 0;
	const groups = reader.take(offset);
	if (!groups) return 0;
	const minutes = Number(groups.hours) * 60 + Number(groups.minutes ?? 0);
	if (minutes > 14 * 60 || Number(groups.minutes ?? 0) > 59) return null;
	return groups.sign === "-" ? -minutes : minutes;
}

const beforeTime = /T|,?\s+/uy;
const midnight: TimeOfDay = { hour: 0, minute: 0, second: 0, fraction: 0, roundsUp: false };

/**
 * Parses a date and time as .NET's `DateTime.Parse` does in the invariant culture: ISO 8601, `M/d/yyyy h:mm:ss tt`,
 * `16 March 2020`, `Mon, 16 Mar 2020 07:00:00 GMT` and similar. Without an offset, the time is UTC; a date
 * with an offset and no time is midnight at that offset; a time alone is on the day of `today`, a day without a year in its year.
 *
 * @returns null for text that is not a date.
 * @see https://learn.microsoft.com/dotnet/api/system.datetime.parse
 */
export function parseDateTime(text: string, today: Date): DateTime | null {
	if (text.length > longestDate) return null;
	const reader = new Reader(text);
	reader.take(blanks);
	let namedDay = -1;
	const timeOnly = /^\s*\d{1,2}(?::|\s*[AaPp][Mm]\s*$)/u.test(text);
	let day: CalendarDay | null;
	if (timeOnly) {
		day = { year: today.getUTCFullYear(), month: today.getUTCMonth() + 1, day: today.getUTCDate() };
	} else {
		const name = /^\s*(?<name>[A-Za-z]{3,9})/u.exec(text)?.groups?.name ?? "";
		namedDay = indexOfName(dayNames, name);
		if (namedDay >= 0) reader.take(weekday);
		day = takeDay(reader, today);
	}
	if (!day) return null;
	let time: TimeOfDay | null = midnight;
	if (timeOnly) time = takeTime(reader);
	else if (reader.take(beforeTime) && !reader.isAtEnd) time = takeTime(reader) ?? midnight;
	if (!time) return null;
	reader.take(blanks);
	const minutes = takeOffset(reader);
	reader.take(ending);
	if (minutes === null || !reader.isAtEnd) return null;
	if (namedDay >= 0 && dayOfWeek(dayNumber(day.year, day.month, day.day)) !== namedDay) return null;
	const ticks = ticksOf({ ...day, ...time });
	return ticks === null
		? null
		: DateTime.fromTicks(ticks + (time.roundsUp ? 1n : 0n) - BigInt(minutes) * ticksPerMinute);
}
