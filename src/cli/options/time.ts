import { z } from "zod";
import { type OptionSpec, parsed } from "./option.ts";
import { UsageError } from "./usage-error.ts";

/** `--since <time>`: milliseconds since 1970. */
export function time(help: string): OptionSpec<number | undefined> {
	return parsed("time", help, timeOf);
}

const iso = z.union([z.iso.date(), z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);

/** Milliseconds since 1970 of a date, or a date and time, of ISO 8601; UTC when no offset is given. */
function timeOf(text: string): number {
	if (!iso.safeParse(text).success)
		throw new UsageError(`"${text}" is not a time. Write 2026-11-24, or 2026-11-24T08:00:00Z.`);
	const isWhole = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T");
	return Date.parse(isWhole ? text : `${text}Z`);
}
