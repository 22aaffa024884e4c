/** Ticks of 100 ns in one millisecond, second, minute, hour and day. */
export const ticksPerMillisecond = 10_000n;
export const ticksPerSecond = 10_000_000n;
export const ticksPerMinute = 60n * ticksPerSecond;
export const ticksPerHour = 60n * ticksPerMinute;
export const ticksPerDay = 24n * ticksPerHour;

/** The last instant of .NET's DateTime: one tick before the year 10000. */
export const lastTick = 3_155_378_975_999_999_999n;

/** A date and time of day in the Gregorian calendar, years 1…9999, months 1…12, `ticks` below one second. */
export type Fields = {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	/** Ticks of 100 ns within the second. */
	readonly fraction: number;
};

function isLeapYear(year: number): boolean {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days in a month (1…12); 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
	return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0);
}

/** Days before the first of January of a year, counted from year 1. */
function daysBeforeYear(year: number): number {
	const full = year - 1;
	return full * 365 + Math.floor(full / 4) - Math.floor(full / 100) + Math.floor(full / 400);
}

/** Days since 0001-01-01. */
export function dayNumber(year: number, month: number, day: number): number {
	let days = daysBeforeYear(year) + day - 1;
	for (let earlier = 1; earlier < month; earlier++) days += daysInMonth(year, earlier);
	return days;
}

/** 0 for Sunday … 6 for Saturday, of a day counted from 0001-01-01 (a Monday). */
export function dayOfWeek(days: number): number {
	return (days + 1) % 7;
}

/** Ticks since 0001-01-01T00:00, or null when the fields are not a valid time in years 1…9999. */
export function ticksOf(fields: Fields): bigint | null {
	const { year, month, day, hour, minute, second, fraction } = fields;
	if (year < 1 || year > 9999 || day < 1 || day > daysInMonth(year, month)) return null;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
	const seconds = dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
	return BigInt(seconds) * ticksPerSecond + BigInt(fraction);
}

/** The fields of ticks within .NET's range. */
export function fieldsOf(ticks: bigint): Fields {
	const days = Number(ticks / ticksPerDay);
	let year = Math.max(1, Math.floor(days / 365.2425));
	while (year < 9999 && daysBeforeYear(year + 1) <= days) year++;
	let rest = days - daysBeforeYear(year);
	let month = 1;
	while (rest >= daysInMonth(year, month)) {
		rest -= daysInMonth(year, month);
		month++;
	}
	const seconds = Number((ticks % ticksPerDay) / ticksPerSecond);
	return {
		year,
		month,
		day: rest + 1,
		hour: Math.floor(seconds / 3600),
		minute: Math.floor(seconds / 60) % 60,
		second: seconds % 60,
		fraction: Number(ticks % ticksPerSecond),
	};
}
