import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evalBatch } from "../../../../src/cli/commands/expression/batch.ts";
import { UsageError } from "../../../../src/cli/options/usage-error.ts";
import { exitCode } from "../../../../src/cli/output/exit-code.ts";
import { fakeStreams } from "../../fake-streams.ts";

function fileWith(content: string | Buffer): string {
	const file = join(mkdtempSync(join(tmpdir(), "batch-")), "batch.jsonl");
	writeFileSync(file, content);
	return file;
}

async function batch(content: string | Buffer) {
	const file = fileWith(content);
	const { streams, json, said } = fakeStreams();
	const code = await evalBatch(file, {}, streams);
	return { code, records: json(), said, file };
}

describe("expression eval --batch", () => {
	it("answers each line in the order of the file", async () => {
		const lines = Array.from({ length: 500 }, (_, index) =>
			JSON.stringify({ expression: 'Append([n], "!")', input: { n: index } }),
		);
		const { code, records } = await batch(lines.join("\n"));
		expect(code).toBe(exitCode.done);
		expect(records).toEqual(lines.map((_, index) => ({ value: `${index}!` })));
	});

	it("takes a line without input, with CRLF, a byte order mark and blank lines", async () => {
		const { code, records } = await batch(
			'\uFEFF{"expression": "Count([a])"}\r\n\r\n{"expression":"\\"x\\""}\r\n',
		);
		expect(code).toBe(exitCode.done);
		expect(records).toEqual([{ value: 0 }, { value: "x" }]);
	});

	it("treats a line without input, or with null, as one without attributes", async () => {
		const { code, records } = await batch(
			'{"expression": "Count([a])"}\n{"expression": "Count([a])", "input": null}',
		);
		expect(code).toBe(exitCode.done);
		expect(records).toEqual([{ value: 0 }, { value: 0 }]);
	});

	it("takes an error of an expression for an answer", async () => {
		const { code, records } = await batch('{"expression": "CDate(\\"x\\")"}\n{"expression": "Left("}\n');
		expect(code).toBe(exitCode.done);
		expect(records).toMatchObject([
			{ error: { code: "NotADate", line: 1, column: 7 } },
			{ error: { code: "UnexpectedEnd", line: 1 } },
		]);
	});

	it("prints an error for a line that cannot be read, and continues", async () => {
		const { code, records, said, file } = await batch(
			[
				'{"expression": "\\"a\\""}',
				"{oops",
				'{"input": {}}',
				'{"expression": "[m]", "input": {"m": {}}}',
				'{"expression": "\\"b\\""}',
			].join("\n"),
		);
		expect(code).toBe(exitCode.someFailed);
		const [first, ...rest] = records;
		expect(first).toEqual({ value: "a" });
		expect(rest.at(-1)).toEqual({ value: "b" });
		expect(rest.slice(0, -1)).toMatchObject(
			[2, 3, 4].map((line) => ({
				error: {
					code: "InvalidInput",
					line,
					column: 1,
					message: expect.stringContaining(`${file}, line ${line}: `),
				},
			})),
		);
		expect(said).toEqual([`3 lines of ${file} could not be read: see the InvalidInput errors.`]);
	});

	it("ends lines at line feeds only, since JSON may hold other separators", async () => {
		const { records } = await batch('{"expression": "[a]", "input": {"a": "x\u2028y\u0085z"}}\n');
		expect(records).toEqual([{ value: "x\u2028y\u0085z" }]);
	});

	it("reads characters that are cut in two by the chunks of a stream", async () => {
		const bytes = Buffer.from('{"expression": "\\"é😀\\""}\n');
		const { streams, json } = fakeStreams();
		async function* bytewise() {
			for (const byte of bytes) yield Buffer.from([byte]);
		}
		await evalBatch("-", {}, streams, bytewise());
		expect(json()).toEqual([{ value: "é😀" }]);
	});

	it("refuses a file that is not there", async () => {
		const { streams } = fakeStreams();
		await expect(evalBatch("/nowhere/batch.jsonl", {}, streams)).rejects.toThrow(UsageError);
		await expect(evalBatch("/nowhere/batch.jsonl", {}, streams)).rejects.toThrow(
			"Can't read /nowhere/batch.jsonl",
		);
	});
});
