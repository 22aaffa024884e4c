import {
	daysInMonth,
	type Fields,
	fieldsOf,
	lastTick,
	ticksOf,
	ticksPerDay,
	ticksPerMillisecond,
} from "./calendar.ts";

/** Ticks at 1970-01-01T00:00Z, the epoch of JavaScript. */
const unixEpoch = 621_355_968_000_000_000n;
/** Ticks at 1601-01-01T00:00Z, the epoch of Active Directory's file times. */
const fileTimeEpoch = 504_911_232_000_000_000n;

/**
 * An instant in UTC, in ticks of 100 ns since 0001-01-01 as .NET counts them; years 1…9999.
 *
 * Shown the way Entra's `CDate` does: `M/d/yyyy h:mm:ss tt`.
 */
export class DateTime {
	readonly ticks: bigint;

	private constructor(ticks: bigint) {
		this.ticks = ticks;
	}

	/** Null outside the years 1…9999. */
	static fromTicks(ticks: bigint): DateTime | null {
		return ticks < 0n || ticks > lastTick ? null : new DateTime(ticks);
	}

	/** Null when JavaScript's date is invalid or outside the years 1…9999. */
	static fromDate(date: Date): DateTime | null {
		const milliseconds = date.getTime();
		if (!Number.isFinite(milliseconds)) return null;
		return DateTime.fromTicks(unixEpoch + BigInt(Math.floor(milliseconds)) * ticksPerMillisecond);
	}

	/** From Active Directory's count of 100 ns since 1601; null outside the years 1601…9999. */
	static fromFileTime(fileTime: bigint): DateTime | null {
		return fileTime < 0n ? null : DateTime.fromTicks(fileTimeEpoch + fileTime);
	}

	/** 100 ns since 1601, as Active Directory stores times. Negative before 1601. */
	toFileTime(): bigint {
		return this.ticks - fileTimeEpoch;
	}

	/** As a JavaScript date, truncated to milliseconds. */
	toDate(): Date {
		return new Date(Number(this.ticks / ticksPerMillisecond - unixEpoch / ticksPerMillisecond));
	}

	get fields(): Fields {
		return fieldsOf(this.ticks);
	}

	/** Null when the result is outside the years 1…9999. */
	addTicks(ticks: bigint): DateTime | null {
		return DateTime.fromTicks(this.ticks + ticks);
	}

	/** Adds calendar months; a day that does not exist in the new month becomes its last day. Null outside the years 1…9999. */
	addMonths(months: number): DateTime | null {
		const { year, month, day } = this.fields;
		const count = year * 12 + month - 1 + months;
		const newYear = Math.floor(count / 12);
		const newMonth = count - newYear * 12 + 1;
		const start = ticksOf({
			year: newYear,
			month: newMonth,
			day: Math.min(day, daysInMonth(newYear, newMonth)),
			hour: 0,
			minute: 0,
			second: 0,
			fraction: 0,
		});
		return start === null ? null : DateTime.fromTicks(start + (this.ticks % ticksPerDay));
	}

	toString(): string {
		const { year, month, day, hour, minute, second } = this.fields;
		const two = (number: number) => String(number).padStart(2, "0");
		const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)}:${two(second)} ${hour < 12 ? "AM" : "PM"}`;
		return `${month}/${day}/${String(year).padStart(4, "0")} ${clock}`;
	}
}
