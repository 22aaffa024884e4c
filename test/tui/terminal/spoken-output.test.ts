import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spokenOutput } from "../../../src/tui/terminal/spoken-output.ts";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function assertWriteStream(stream: unknown): asserts stream is NodeJS.WriteStream {
	if (!(stream instanceof PassThrough)) throw new TypeError("no stream");
}

/** Output for a screen reader, and what reached the terminal since the last look. */
function openOutput() {
	const terminal: unknown = new PassThrough({ encoding: "utf8" });
	assertWriteStream(terminal);
	const output = spokenOutput(terminal, (text) => text);
	const heard = async () => {
		await vi.advanceTimersByTimeAsync(100);
		const text: unknown = Reflect.apply(PassThrough.prototype.read, terminal, []);
		return String(text ?? "");
	};
	return { output, heard };
}

describe("output for a screen reader", () => {
	it("writes a frame as lines of words, then only the lines that changed", async () => {
		const { output, heard } = openOutput();
		output.write("\u001B[1mUsers\u001B[22m\n──────\n❯ Ana\n  Ben\n");
		expect(await heard()).toBe("Users\nCurrent: Ana\nBen\n");
		output.write("Users\n──────\n  Ana\n❯ Ben\n");
		expect(await heard()).toBe("Current: Ben\n");
		output.write("Users\n──────\n❯ Ana\n  Ben\n! Not saved\n");
		expect(await heard()).toBe("Current: Ana\nNot saved\n");
		output.write("Users\n──────\n❯ Ana\n  Ben\n");
		expect(await heard()).toBe("");
		output.write("Users\n──────\n❯ Ana\n  Ben\n! Not saved\n");
		expect(await heard()).toBe("Not saved\n");
	});

	it("reads once what changes several times in a moment", async () => {
		const { output, heard } = openOutput();
		for (const row of [1, 2, 3]) output.write(`Row ${row} of 3: Ana.\n`);
		expect(await heard()).toBe("Row 3 of 3: Ana.\n");
	});

	it("passes on the modes of the terminal and the clipboard at once, and never moves the cursor", async () => {
		const { output, heard } = openOutput();
		output.write("\u001B[?2004h");
		output.write("\u001B]52;c;QQ==\u0007");
		output.write("\u001B[2K\u001B[1A\u001B[2K\u001B[GUsers\n");
		expect(await heard()).toBe("\u001B[?2004h\u001B]52;c;QQ==\u0007Users\n");
	});

	it("reports when all is written, as Ink waits for at the end", async () => {
		const { output } = openOutput();
		const flushed = vi.fn();
		output.write("", flushed);
		await vi.advanceTimersByTimeAsync(0);
		expect(flushed).toHaveBeenCalledTimes(1);
	});

	it("has room for every line as a whole", () => {
		const { output } = openOutput();
		expect(output.columns).toBeGreaterThanOrEqual(400);
		expect(output.rows).toBeGreaterThanOrEqual(400);
	});
});
