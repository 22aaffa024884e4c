import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatTicks, type Zone } from "../../../src/expression/dates/format.ts";
import { DateFormatError } from "../../../src/expression/dates/format-tokens.ts";
import { parseDateTime } from "../../../src/expression/dates/parse.ts";
import { parseExact } from "../../../src/expression/dates/parse-exact.ts";
import type { DateTimeStyle } from "../../../src/expression/dates/styles.ts";
import { PatternError } from "../../../src/expression/regex/errors.ts";
import { Regex } from "../../../src/expression/regex/regex.ts";
import { parseReplacement } from "../../../src/expression/regex/replacement.ts";
import { cultureOf, toLower, toUpper } from "../../../src/expression/text/casing.ts";
import { toTitleCase } from "../../../src/expression/text/title-case.ts";

const rows: readonly (readonly unknown[])[] = readFileSync(new URL("fixture.jsonl", import.meta.url), "utf8")
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line));

/** Cases in which we differ from Mono 6.8, by their section and first input, with the reason. */
const deviations: readonly (readonly [section: string, input: string, reason: string])[] = [
	[
		"matches",
		"(?i)\\u212A",
		"Mono compares an escaped Kelvin sign by case; .NET 7 and later find k and K as well",
	],
	[
		"readDates",
		"0001-01-01+01:00",
		".NET wraps an instant before year 1 around to the evening; here it is no date",
	],
	["readDates", "2020-03-16T7:00", ".NET wants two digits behind the T; here one will do"],
	["cased", "𐐨𐐀 x", "Mono leaves letters beyond the BMP alone; .NET 5 and later have their case"],
	["titled", "𐐨𐐀 x", "the same"],
	["cased", "ſ K Å µ ÿ ß ẞ", "Mono's invariant culture leaves µ and ẞ alone; .NET 5 and later do not"],
	["titled", "ſ K Å µ ÿ ß ẞ", "the same"],
];

function isDeviation(section: string, input: unknown): boolean {
	return deviations.some(([where, what]) => where === section && what === input);
}

const styles = new Set<DateTimeStyle>([
	"RoundtripKind",
	"AllowLeadingWhite",
	"AllowTrailingWhite",
	"NoCurrentDateDefault",
]);

function zoneOf(name: string): Zone {
	if (name === "utc" || name === "local") return name;
	return "unspecified";
}

/** Null for what is refused. */
function unlessRefused<Made>(make: () => Made): Made | null {
	try {
		return make();
	} catch (error) {
		if (error instanceof PatternError || error instanceof DateFormatError) return null;
		throw error;
	}
}

/** Every match with its groups: number, start and end, or the number alone for a group that took no part. */
function matchesOf(pattern: string, input: string): unknown {
	const regex = new Regex(pattern);
	return Array.from(regex.matches(input), (match) =>
		regex.groups.numbers.map((number) => [number, ...(match.group(number) ?? [])]),
	);
}

function replaced(pattern: string, input: string, replacement: string): string {
	const regex = new Regex(pattern);
	const substitute = parseReplacement(replacement, regex);
	let result = "";
	let copied = 0;
	for (const match of regex.matches(input)) {
		result += input.slice(copied, match.start) + substitute(match, input);
		copied = match.end;
	}
	return result + input.slice(copied);
}

/** By section: what we make of the inputs of a case, in the form of its outputs. */
const sections: Readonly<
	Record<string, { inputs: number; ours: (...inputs: string[]) => readonly unknown[] }>
> = {
	matches: {
		inputs: 2,
		ours: (pattern = "", input) => {
			if (input !== undefined) return [unlessRefused(() => matchesOf(pattern, input))];
			return unlessRefused(() => new Regex(pattern)) === null ? [] : ["accepted"];
		},
	},
	replaced: { inputs: 3, ours: (pattern = "", input = "", by = "") => [replaced(pattern, input, by)] },
	exactDates: {
		inputs: 2,
		ours: (format = "", text = "") => {
			const date = unlessRefused(() => parseExact(text, format, styles, new Date(0)));
			return date ? [String(date.ticks), date.zone] : [null];
		},
	},
	writtenDates: {
		inputs: 3,
		ours: (format = "", ticks = "0", zone = "") => [
			unlessRefused(() => formatTicks(BigInt(ticks), zoneOf(zone), format)),
		],
	},
	readDates: { inputs: 1, ours: (text = "") => [parseDateTime(text, new Date(0))?.ticks.toString() ?? null] },
	cased: {
		inputs: 2,
		ours: (text = "", culture = "") => [
			toLower(text, cultureOf(culture) ?? "other"),
			toUpper(text, cultureOf(culture) ?? "other"),
		],
	},
	titled: { inputs: 1, ours: (text = "") => [toTitleCase(text)] },
};

describe("what a .NET yields", () => {
	for (const [section, { inputs, ours }] of Object.entries(sections)) {
		const cases = rows.filter(([name]) => name === section).map(([, ...row]) => row);

		it(`is what we yield: ${section}, ${cases.length} cases`, () => {
			const differences = cases.flatMap((row) => {
				const given = row.slice(0, inputs).map(String);
				if (isDeviation(section, given[0])) return [];
				const yielded = ours(...given);
				const wanted = row.slice(inputs);
				return JSON.stringify(yielded) === JSON.stringify(wanted) ? [] : [{ given, wanted, yielded }];
			});
			expect(cases.length).toBeGreaterThan(20);
			expect(differences).toEqual([]);
		});
	}

	it.each(deviations)("still differs: %s of %j (%s)", (section, input) => {
		const cases = rows
			.filter(([name, first]) => name === section && first === input)
			.map(([, ...row]) => row);
		const { inputs, ours } = sections[section] ?? { inputs: 0, ours: () => [] };
		const differing = cases.filter(
			(row) =>
				JSON.stringify(ours(...row.slice(0, inputs).map(String))) !== JSON.stringify(row.slice(inputs)),
		);
		expect(differing.length).toBeGreaterThan(0);
	});
});
