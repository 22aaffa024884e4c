import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logWriter } from "../../../../src/cli/commands/logs/formats.ts";
import type { LogEntry } from "../../../../src/ports/log/log-entry.ts";
import { csvCell } from "../../../../src/text/csv.ts";
import { sampleEntry } from "../../../store/samples.ts";

const entry = (change: Partial<LogEntry> = {}): LogEntry => ({
	sequence: 7,
	...sampleEntry("c-1", { time: Date.UTC(2026, 10, 24, 8) }),
	...change,
});

/** The rows as a reader of RFC 4180 sees them. */
function rowsOf(...entries: readonly LogEntry[]): readonly string[][] {
	const { head, line } = logWriter("csv", "acme");
	const text = [...head, ...entries.map(line)].map((row) => `${row}\n`).join("");
	return parse(text, { record_delimiter: "\r\n" });
}

function rowOf(of: LogEntry): Readonly<Record<string, string>> {
	const [names = [], values = []] = rowsOf(of);
	return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
}

describe("the log as CSV", () => {
	it("has a header and a row for each entry, of as many cells", () => {
		const rows = rowsOf(entry(), entry({ target: { id: "1A", displayName: "Ana", userName: "ana" } }));
		expect(rows.length).toBe(3);
		expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
		expect(rowOf(entry())).toMatchObject({
			sequence: "7",
			time: "2026-11-24T08:00:00.000Z",
			action: "Create",
			status: "success",
			sourceDisplayName: "Ana Lima",
			sourceUserName: "ana.lima@contoso.example",
			targetId: "",
			modifiedProperties: "name.givenName: (empty) → Ana",
			steps: "import (success): Read from Entra ID",
			job: "acme",
		});
	});

	it("shows an error with its code, category, reason and advice", () => {
		const error = {
			code: "Conflict",
			category: "NonServiceFailure",
			reason: 'Ana, "the one" is taken',
			recommendedAction: "Free it.",
			remedy: { type: "none" },
		} as const;
		expect(rowOf(entry({ status: "failure", error }))).toMatchObject({
			errorCode: "Conflict",
			errorCategory: "NonServiceFailure",
			reason: 'Ana, "the one" is taken',
			recommendedAction: "Free it.",
		});
	});

	it.each(["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1+1", "\r=1", "＝1+1"])(
		"keeps a spreadsheet from running %j",
		(name) => {
			const { sourceDisplayName = "" } = rowOf(
				entry({ source: { id: "1", displayName: name, userName: "" } }),
			);
			expect(sourceDisplayName).toMatch(/^'\s*[=+\-@＝]/);
			expect(csvCell(name)).toMatch(/^"'/);
		},
	);

	it("is parsed back unchanged, with any user names", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (name) => {
				const { sourceDisplayName = "" } = rowOf(
					entry({ source: { id: "1", displayName: name, userName: "" } }),
				);
				expect(sourceDisplayName).not.toMatch(/^\s*[=+\-@]|\p{Cc}/u);
				if (/^[\w ,;"']*$/.test(name)) expect(sourceDisplayName).toBe(name);
			}),
		);
	});
});

describe("the log as JSON", () => {
	it("has one object a line, with everything", () => {
		const written = logWriter("json", "acme").line(entry());
		expect(JSON.parse(written)).toEqual({ ...entry(), job: "acme" });
		expect(written).not.toContain("\n");
	});
});
