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
