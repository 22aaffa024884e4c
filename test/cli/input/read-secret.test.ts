import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readSecret } from "../../../src/cli/input/read-secret.ts";
import { UsageError } from "../../../src/cli/options/usage-error.ts";

/** A terminal on which these chunks are typed, and the modes that it was set to. */
function terminal(...chunks: readonly string[]) {
	const modes: boolean[] = [];
	const asked: string[] = [];
	const input = Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
		isTTY: true,
		setRawMode: (mode: boolean) => modes.push(mode),
	});
	const read = () => readSecret(input, (question) => void asked.push(question));
	return { read, modes, asked };
}

describe("a secret on standard input", () => {
	it("is read as it is from a pipe, bytes included", async () => {
		const bytes = Buffer.from([0x30, 0x82, 0, 0xff]);
		expect(await readSecret(Readable.from([bytes, bytes]), () => expect.unreachable())).toEqual(
			Buffer.concat([bytes, bytes]),
		);
	});

	it("is asked for on a terminal, which does not show it, up to Enter", async () => {
		const { read, modes, asked } = terminal("s\u00e9c", "rxx\u007f\u007fet\r", "ignored");
		expect(Buffer.from(await read()).toString()).toBe("s\u00e9cret");
		expect(modes).toEqual([true, false]);
		expect(asked).toEqual([expect.stringContaining("not shown")]);
	});

	it("is a character that comes in two parts", async () => {
		const [first, ...rest] = Buffer.from("\u00e9\r");
		const input = Object.assign(Readable.from([Buffer.from([first ?? 0]), Buffer.from(rest)]), {
			isTTY: true,
		});
		expect(Buffer.from(await readSecret(input, () => undefined)).toString()).toBe("\u00e9");
	});

	it("is canceled with Ctrl+C, and the terminal is as before", async () => {
		const { read, modes } = terminal("sec\u0003");
		await expect(read()).rejects.toThrow(UsageError);
		expect(modes).toEqual([true, false]);
	});
});
