import type { Arguments } from "../../call/arguments.ts";
import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { DateTime } from "../../dates/date-time.ts";
import { formatTicks } from "../../dates/format.ts";
import { DateFormatError, formatTokens } from "../../dates/format-tokens.ts";
import { parseExact } from "../../dates/parse-exact.ts";
import { type DateTimeStyles, dateTimeStyles, defaultStyles, parseStyles } from "../../dates/styles.ts";
import type { CallNode } from "../../syntax/ast.ts";
import { placeInText } from "../../syntax/literal.ts";
import type { Finding } from "../../syntax/problem.ts";

const place = { source: 0, styles: 1, inputFormat: 2, outputFormat: 3 } as const;

const knownStyles = `The styles are names of DateTimeStyles, separated by commas: ${dateTimeStyles.join(", ")}`;

function stylesOf(call: Arguments): DateTimeStyles {
	const text = call.text(place.styles);
	const styles = text.trim() === "" ? defaultStyles : parseStyles(text);
	if (styles) return styles;
	throw call.errorAt(place.styles, "InvalidArgument", knownStyles);
}

/** Uses a format, and reports its failures as failures of the call. */
function withFormat<Result>(call: Arguments, index: number, use: (format: string) => Result): Result {
	try {
		return use(call.text(index));
	} catch (error) {
		if (!(error instanceof DateFormatError)) throw error;
		const computed = "The computed value is not a .NET date format";
		throw call.errorInText(index, "InvalidDateFormat", error, computed);
	}
}

function check({ arguments: nodes }: CallNode, text: string): Finding[] {
	const findings: Finding[] = [];
	const [, styles, ...formats] = nodes;
	if (styles?.kind === "text" && styles.value.trim() !== "" && !parseStyles(styles.value)) {
		const { start, end } = styles;
		findings.push({ severity: "error", code: "InvalidArgument", message: knownStyles, span: { start, end } });
	}
	for (const node of formats) {
		if (node.kind !== "text") continue;
		try {
			formatTokens(node.value);
		} catch (error) {
			if (!(error instanceof DateFormatError)) throw error;
			const span = placeInText(text, node, error.offset);
			findings.push({ severity: "error", code: "InvalidDateFormat", message: error.message, span });
		}
	}
	return findings;
}

export const formatDateTime: FunctionDescriptor = {
	name: "FormatDateTime",
	family: "Dates",
	parameters: [
		{ name: "source", kind: "text", doc: "A date as a string, usually an attribute." },
		{
			name: "dateTimeStyles",
			kind: "text",
			optional: true,
			doc: "How to read it: names of .NET's DateTimeStyles; by default RoundtripKind, AllowLeadingWhite, AllowTrailingWhite.",
		},
		{ name: "inputFormat", kind: "dateFormat", doc: "The .NET format that the source is in." },
		{ name: "outputFormat", kind: "dateFormat", doc: "The .NET format to write." },
	],
	returns: "text",
	summary: "Writes a date in another format.",
	remarks: [
		"Standard and custom formats of .NET, in the invariant culture; an offset in the source is applied, so the result is in UTC.",
		"Null and empty stay as they are; a source that is not in the input format is an error. A date-time (of CDate, Now, …) is read as M/d/yyyy h:mm:ss tt.",
	],
	examples: [
		{
			expression: 'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
			input: { extensionAttribute1: "20150123105347.1Z" },
			output: "2015-01-23",
		},
		{
			expression: 'FormatDateTime([hired], , "M/d/yyyy", "dddd, d MMMM yyyy")',
			input: { hired: "2/29/2024" },
			output: "Thursday, 29 February 2024",
		},
	],
	check,
	evaluate: (call) => {
		const source = call.single(place.source);
		if (source === null || source === "") return source;
		const text = source instanceof DateTime ? source.toString() : call.text(place.source);
		const styles = stylesOf(call);
		const parsed = withFormat(call, place.inputFormat, (format) =>
			parseExact(text, format, styles, call.run.now()),
		);
		if (!parsed) throw call.errorAt(place.source, "NotADate", "The source does not follow the input format");
		return withFormat(call, place.outputFormat, (format) => formatTicks(parsed.ticks, parsed.zone, format));
	},
};
