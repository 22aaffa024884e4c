import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DateTime, toText } from "../../src/expression/index.ts";
import { failureOf, resultOf } from "./evaluate.ts";

const now = () => new Date("2024-02-29T10:20:30.456Z");

function shown(expression: string, input = {}): string {
	return toText(resultOf(expression, input, { now }));
}

describe("CDate", () => {
	it.each([
		["2020-03-16-07:00", "3/16/2020 7:00:00 AM"],
		["2020-03-16Z", "3/16/2020 12:00:00 AM"],
		["2020-03-16T23:59:59.9999999+00:00", "3/16/2020 11:59:59 PM"],
		["2020-03-16 23:59", "3/16/2020 11:59:00 PM"],
		["3/16/2020", "3/16/2020 12:00:00 AM"],
		["3/16/2020 12:05:00 AM", "3/16/2020 12:05:00 AM"],
		["3/16/2020 5pm", "3/16/2020 5:00:00 PM"],
		["16 March 2020", "3/16/2020 12:00:00 AM"],
		["Mar 16, 2020 7:00", "3/16/2020 7:00:00 AM"],
		["Mon, 16 Mar 2020 07:00:00 GMT", "3/16/2020 7:00:00 AM"],
		["03/2020", "3/1/2020 12:00:00 AM"],
		["2020-02", "2/1/2020 12:00:00 AM"],
		["1969-12-31T23:59:59Z", "12/31/1969 11:59:59 PM"],
		["0001-01-01", "1/1/0001 12:00:00 AM"],
		["9999-12-31T23:59:59Z", "12/31/9999 11:59:59 PM"],
		["2000-02-29", "2/29/2000 12:00:00 AM"],
		["13:45", "2/29/2024 1:45:00 PM"],
		["8/2", "8/2/2024 12:00:00 AM"],
		["March 16", "3/16/2024 12:00:00 AM"],
		["Mar. 16 7:00", "3/16/2024 7:00:00 AM"],
	])("reads %s", (text, expected) => {
		expect(shown("CDate([a])", { a: text })).toBe(expected);
	});

	it.each([
		"",
		"soon",
		"2021-02-29",
		"1900-02-29",
		"2020-13-01",
		"13/1/2020",
		"2020-01-01T25:00",
		"2020-01-01T10:00+15:00",
		"0001-01-01+01:00",
		"Tue, 16 Mar 2020 07:00:00 GMT",
		"2020-01-01 and more",
		"9".repeat(200),
	])("does not read %j", (text) => {
		const failure = failureOf("CDate([a])", { a: text });
		expect(text === "" ? resultOf("CDate([a])", { a: text }) : failure?.code).toBe(
			text === "" ? null : "NotADate",
		);
	});
});

describe("date arithmetic", () => {
	it("keeps to the last day of a month and leaps", () => {
		expect(shown('DateAdd("m", 1, CDate("2024-01-31"))')).toBe("2/29/2024 12:00:00 AM");
		expect(shown('DateAdd("m", -1, CDate("2023-03-31"))')).toBe("2/28/2023 12:00:00 AM");
		expect(shown('DateAdd("yyyy", 1, CDate("2024-02-29"))')).toBe("2/28/2025 12:00:00 AM");
		expect(shown('DateAdd("d", 1, CDate("2024-02-28T23:00"))')).toBe("2/29/2024 11:00:00 PM");
		expect(shown('DateAdd("s", -1, CDate("1970-01-01"))')).toBe("12/31/1969 11:59:59 PM");
		expect(shown('DateAdd("h", 30, Now())')).toBe("3/1/2024 4:20:30 PM");
		expect(shown('DateAdd("n", [by], "2024-01-01")', { by: "90" })).toBe("1/1/2024 1:30:00 AM");
	});

	it("counts borders for years, months and weeks, whole units for the rest", () => {
		expect(resultOf('DateDiff("yyyy", "2020-12-31", "2021-01-01")')).toBe(1);
		expect(resultOf('DateDiff("m", "2021-01-31", "2021-02-01")')).toBe(1);
		expect(resultOf('DateDiff("ww", "2024-02-24", "2024-02-25")')).toBe(1);
		expect(resultOf('DateDiff("d", "2024-02-28T12:00", "2024-03-01T11:59")')).toBe(1);
	});

	it("rejects unknown intervals, and results outside the calendar", () => {
		expect(failureOf('DateAdd("q", 1, "2024-01-01")')).toEqual({ code: "InvalidArgument", at: '"q"' });
		for (const unit of ["yyyy", "m", "ww", "d", "h", "n", "s"])
			expect(failureOf(`DateAdd("${unit}", 9007199254740991, Now())`)?.code).toBe("DateOutOfRange");
		expect(failureOf("DateFromNum(9223372036854775807)")?.code).toBe("DateOutOfRange");
		expect(failureOf('NumFromDate("1600-12-31")')?.code).toBe("DateOutOfRange");
	});

	it("adds and takes away the same (property)", () => {
		const instant = fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n });
		fc.assert(
			fc.property(instant, (ticks) => {
				const dateTime = DateTime.fromTicks(ticks);
				expect(dateTime?.addMonths(12)?.addMonths(-12)?.fields.year ?? dateTime?.fields.year).toBe(
					dateTime?.fields.year,
				);
				const fields = dateTime?.fields;
				const date = new Date(0);
				date.setUTCFullYear(fields?.year ?? 0, (fields?.month ?? 1) - 1, fields?.day);
				date.setUTCHours(
					fields?.hour ?? 0,
					fields?.minute,
					fields?.second,
					Math.floor((fields?.fraction ?? 0) / 10_000),
				);
				expect(dateTime?.toDate().getTime()).toBe(date.getTime());
			}),
		);
	});

	it("turns file times into dates and back", () => {
		expect(resultOf("NumFromDate(DateFromNum(129699324000000001))")).toBe(129699324000000001n);
		expect(shown("DateFromNum(0)")).toBe("1/1/1601 12:00:00 AM");
	});
});

describe("FormatDateTime", () => {
	const convert = (text: string, from: string, to: string, styles = "") =>
		resultOf(`FormatDateTime([a], "${styles}", "${from}", "${to}")`, { a: text }, { now });

	it.each([
		["2020-12-31-08:00", "yyyy-MM-ddzzz", "yyyy-MM-dd HH:mm", "2020-12-31 08:00"],
		["2020-12-31T10:00:00.1234567Z", "o", "ffffff FFF tt", "123456 123 AM"],
		["5/3/24 1:02:03 PM", "M/d/yy h:m:s tt", "yyyy-MM-ddTHH:mm:ss", "2024-05-03T13:02:03"],
		["20240229", "yyyyMMdd", "ddd d MMM yy", "Thu 29 Feb 24"],
		["29 Feb 2024", "dd MMM yyyy", "dddd, MMMM dd", "Thursday, February 29"],
		["12:00 AM", "hh:mm tt", "HH:mm", "00:00"],
		["2024-02-29T10:00:00", "s", "'at' h\\h", "at 10h"],
		["2024-02-29 10:00:00", "yyyy-MM-dd HH:mm:ss.FFF", "HH:mm:ss.FFF", "10:00:00"],
		["1969-07-20", "yyyy-MM-dd", "%d", "20"],
		["3/16/2020 7:00:00 AM", "M/d/yyyy h:mm:ss tt", "%h K", "7 "],
		[" 2024-02-29 ", "yyyy-MM-dd", "r", "Thu, 29 Feb 2024 00:00:00 GMT"],
	])("reads %s by %s and writes it by %s", (text, from, to, expected) => {
		expect(convert(text, from, to)).toBe(expected);
	});

	it("follows the styles", () => {
		expect(convert("2024 - 02 - 29", "yyyy-MM-dd", "d", "AllowInnerWhite")).toBe("02/29/2024");
		expect(failureOf('FormatDateTime(" 2024", "None", "yyyy", "d")')?.code).toBe("NotADate");
		expect(convert("10:00", "HH:mm", "yyyy-MM-dd", "NoCurrentDateDefault")).toBe("0001-01-01");
		expect(convert("10:00", "HH:mm", "yyyy-MM-dd", "DateTimeStyles.None")).toBe("2024-02-29");
		expect(convert("2024-02-29", "yyyy-MM-dd", "yyyy K", "AssumeUniversal, AdjustToUniversal")).toBe(
			"2024 Z",
		);
		expect(failureOf('FormatDateTime("x", "Never", "d", "d")')?.code).toBe("InvalidArgument");
	});

	it("fails when the source does not follow the format, or the format is none", () => {
		for (const [text, format] of [
			["2024-2-29", "yyyy-MM-dd"],
			["2024-02-30", "yyyy-MM-dd"],
			["Fri 29 Feb 2024", "ddd dd MMM yyyy"],
			["13 PM", "hh tt"],
			["2024-02-29x", "yyyy-MM-dd"],
		])
			expect(failureOf(`FormatDateTime("${text}", , "${format}", "d")`)?.code).toBe("NotADate");
		for (const format of ["x", "'open", "ffffffff", "%%", "yyyy%"])
			expect(failureOf(`FormatDateTime("2024", , "yyyy", "${format}")`)?.code).toBe("InvalidDateFormat");
	});

	it("lets null and empty pass", () => {
		expect(resultOf('FormatDateTime([a], , "yyyy", "yy")')).toBeNull();
		expect(resultOf('FormatDateTime("", , "yyyy", "yy")')).toBe("");
	});
});
