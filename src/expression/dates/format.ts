import { dayNumber, dayOfWeek, type Fields, fieldsOf } from "./calendar.ts";
import { formatTokens } from "./format-tokens.ts";
import { abbreviated, dayNames, monthNames } from "./names.ts";

/** How a date-time relates to UTC: in UTC, in the local time of the machine, or unspecified. */
export type Zone = "utc" | "local" | "unspecified";

function padded(number: number, length: number): string {
	return String(number).padStart(length, "0");
}

function named(names: readonly string[], index: number, length: number): string {
	const name = names[index] ?? "";
	return length === 3 ? abbreviated(name) : name;
}

/** The offset from UTC. Entra's servers run in UTC, so it is always 0, even for local times. */
function offset(length: number): string {
	if (length === 1) return "+0";
	return length === 2 ? "+00" : "+00:00";
}

function specified(letter: string, length: number, fields: Fields, zone: Zone): string {
	switch (letter) {
		case "y":
			return length <= 2 ? padded(fields.year % 100, length) : padded(fields.year, length);
		case "M":
			return length <= 2 ? padded(fields.month, length) : named(monthNames, fields.month - 1, length);
		case "d": {
			if (length <= 2) return padded(fields.day, length);
			return named(dayNames, dayOfWeek(dayNumber(fields.year, fields.month, fields.day)), length);
		}
		case "H":
			return padded(fields.hour, Math.min(2, length));
		case "h":
			return padded(fields.hour % 12 === 0 ? 12 : fields.hour % 12, Math.min(2, length));
		case "m":
			return padded(fields.minute, Math.min(2, length));
		case "s":
			return padded(fields.second, Math.min(2, length));
		case "f":
			return padded(fields.fraction, 7).slice(0, length);
		case "t": {
			const mark = fields.hour < 12 ? "AM" : "PM";
			return length === 1 ? mark.slice(0, 1) : mark;
		}
		case "z":
			return offset(length);
		case "K":
			return { utc: "Z", local: "+00:00", unspecified: "" }[zone].repeat(length);
		case "g":
			return "A.D.";
		default:
			return letter;
	}
}

/**
 * Writes ticks by a .NET date format in the invariant culture.
 *
 * @throws {DateFormatError} for a format that .NET rejects.
 */
export function formatTicks(ticks: bigint, zone: Zone, format: string): string {
	const fields = fieldsOf(ticks);
	let result = "";
	for (const token of formatTokens(format)) {
		if (token.kind === "literal") result += token.text;
		else if (token.letter === "F") {
			const digits = padded(fields.fraction, 7).slice(0, token.length).replace(/0+$/u, "");
			// A point before an omitted fraction is omitted too.
			if (digits === "" && result.endsWith(".")) result = result.slice(0, -1);
			result += digits;
		} else result += specified(token.letter, token.length, fields, zone);
	}
	return result;
}
