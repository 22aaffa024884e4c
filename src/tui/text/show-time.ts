import { coarseTime } from "../../text/coarse-time.ts";

const pad = (value: number) => String(value).padStart(2, "0");

/** `14:03:09`, in the time zone of this machine. `time` in milliseconds since 1970. */
export function clockTime(time: number): string {
	const date = new Date(time);
	return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** `2026-03-09`, in the time zone of this machine; `–` for null. */
export function date(time: number | null): string {
	return dateTime(time).slice(0, 10);
}

/** `2026-03-09 14:03`, in the time zone of this machine; `–` for null. */
export function dateTime(time: number | null): string {
	if (time === null) return "–";
	const date = new Date(time);
	return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** `45 s`, `3 min 05 s`, `2 h 10 min`, `4 d`: the two largest useful units. `seconds` may be a fraction. */
export function duration(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
	if (whole < 172_800) return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
	return `${Math.floor(whole / 86_400)} d`;
}

/** `21:00` on the day of `now`, otherwise `03-09 21:00`, with the year when it is another one; in the time zone of this machine. */
export function nearTime(time: number, now: number): string {
	const text = dateTime(time);
	const today = dateTime(now);
	if (text.slice(0, 10) === today.slice(0, 10)) return text.slice(11);
	return text.slice(0, 4) === today.slice(0, 4) ? text.slice(5) : text;
}

/** `21:00` on the day of `now`, otherwise only the date, `03-09`, with the year when it is another one: for narrow cells. */
export function timeOrDate(time: number, now: number): string {
	const text = nearTime(time, now);
	return text.length > 5 ? text.slice(0, -6) : text;
}

/** `in 5 h`, `3 min ago`, `now`: rounded to the largest useful unit, so that 21:00 is in 6 h when it is a second past 15:00. */
export function relativeTime(time: number, now: number): string {
	const seconds = Math.round(Math.abs(time - now) / 1000);
	if (seconds < 5) return "now";
	const { count, unit } = coarseTime(seconds);
	const distance = `${count} ${unit === "days" ? "d" : unit}`;
	return time > now ? `in ${distance}` : `${distance} ago`;
}

/** `21:00 (in 5 h)`; for what is planned, `due` once its time has come. */
export function plannedTime(time: number, now: number): string {
	return time > now ? `${nearTime(time, now)} (${relativeTime(time, now)})` : "due";
}

/** `14:03:09` on the day of `now`, otherwise `03-09 14:03`, or `2025-03-09` in another year; in the time zone of this machine. */
export function logTime(time: number, now: number): string {
	if (date(time) === date(now)) return clockTime(time);
	return date(time).slice(0, 4) === date(now).slice(0, 4) ? nearTime(time, now) : date(time);
}
