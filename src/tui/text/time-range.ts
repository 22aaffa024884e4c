const written =
	/^(?:(?:(?<year>\d{4})-)?(?<month>\d\d?)-(?<day>\d\d?))?(?:^|[ t]|$)(?:(?<hour>\d\d?)(?::(?<minute>\d\d?)?)?(?::(?<second>\d\d?)?)?)?$/u;

/**
 * The span that a time stands for as lists show it, in the time zone of this machine: `20:53` is that minute of today, `20` the hour,
 * `03-09` the day of this year, `03-09 20:53`, `2025-03-09`. A minute or second of one digit is ten of them, as while it is typed. Null
 * for another text.
 *
 * @param now milliseconds since 1970
 */
export function timeRange(
	text: string,
	now: number,
): { readonly since: number; readonly until: number } | null {
	const groups = written.exec(text.trim().toLowerCase())?.groups;
	if (groups === undefined || text.trim() === "") return null;
	const today = new Date(now);
	const { year, month, day, hour, minute, second } = groups;
	const from = new Date(
		year === undefined ? today.getFullYear() : Number(year),
		month === undefined ? today.getMonth() : Number(month) - 1,
		day === undefined ? today.getDate() : Number(day),
		Number(hour ?? 0),
		tens(minute),
		tens(second),
	);
	const until = new Date(from);
	if (second !== undefined) until.setSeconds(from.getSeconds() + (second.length === 1 ? 10 : 1));
	else if (minute !== undefined) until.setMinutes(from.getMinutes() + (minute.length === 1 ? 10 : 1));
	else if (hour !== undefined) until.setHours(from.getHours() + 1);
	else until.setDate(from.getDate() + 1);
	return { since: from.getTime(), until: until.getTime() };
}

/** `5` is the beginning of `50`. */
function tens(digits: string | undefined): number {
	return digits === undefined ? 0 : Number(digits.padEnd(2, "0"));
}
