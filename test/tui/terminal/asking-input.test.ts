import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askingInput } from "../../../src/tui/terminal/asking-input.ts";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** Input of a terminal in which a test types, read as Ink reads it. */
function openInput() {
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: vi.fn(),
		ref: vi.fn(),
		unref: vi.fn(),
	});
	stdin.setEncoding("utf8");
	const ask = vi.fn();
	const answers: string[] = [];
	// A terminal's stream has many more members than reading needs.
	const terminal: unknown = stdin;
	const input = askingInput(asReadStream(terminal), ask, (text) => answers.push(text));
	let typed = "";
	input.stdin.on("readable", () => {
		for (let chunk: unknown = input.stdin.read(); chunk !== null; chunk = input.stdin.read())
			typed += String(chunk);
	});
	const arrive = async (text: string) => {
		stdin.write(text);
		await vi.advanceTimersByTimeAsync(0);
	};
	return { input, stdin, ask, answers, arrive, typed: () => typed };
}

function asReadStream(stream: unknown): NodeJS.ReadStream {
	assertReadStream(stream);
	return stream;
}

function assertReadStream(stream: unknown): asserts stream is NodeJS.ReadStream {
	if (typeof stream !== "object" || stream === null || !("setRawMode" in stream))
		throw new TypeError("no terminal");
}

const answer = "\u001B]11;rgb:ffff/ffff/ffff\u0007";

describe("input that asks for the background", () => {
	it("asks once, when the terminal no longer echoes", () => {
		const { input, ask } = openInput();
		expect(ask).not.toHaveBeenCalled();
		input.stdin.setRawMode(true);
		input.stdin.setRawMode(false);
		input.stdin.setRawMode(true);
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it("reports the answer and reads none of it as keys", async () => {
		const { input, answers, arrive, typed } = openInput();
		input.stdin.setRawMode(true);
		await arrive(`j${answer}k`);
		expect(answers).toEqual(["rgb:ffff/ffff/ffff"]);
		expect(typed()).toBe("jk");
	});

	it("drops an answer that comes late, also in pieces, without changing anything", async () => {
		const { input, answers, arrive, typed } = openInput();
		input.stdin.setRawMode(true);
		await vi.advanceTimersByTimeAsync(10_000);
		for (const piece of answer) {
			await arrive(piece);
			await vi.advanceTimersByTimeAsync(200);
		}
		await arrive("j");
		expect(answers).toEqual([]);
		// Only Esc itself cannot be told from a key by then.
		expect(typed().replace(/^\u001B\]?1{0,2}/, "")).toBe("j");
	});

	it("passes Esc on while an answer is expected, after a moment", async () => {
		const { input, arrive, typed } = openInput();
		input.stdin.setRawMode(true);
		await arrive("\u001B");
		expect(typed()).toBe("");
		await vi.advanceTimersByTimeAsync(60);
		expect(typed()).toBe("\u001B");
	});

	it("passes Esc on immediately once the terminal answered, or did not for seconds", async () => {
		const answered = openInput();
		answered.input.stdin.setRawMode(true);
		await answered.arrive(answer);
		await answered.arrive("\u001B");
		expect(answered.typed()).toBe("\u001B");
		const mute = openInput();
		mute.input.stdin.setRawMode(true);
		await vi.advanceTimersByTimeAsync(5000);
		await mute.arrive("\u001B");
		expect(mute.typed()).toBe("\u001B");
	});

	it("waits at the end for an answer on its way, and no longer than a moment", async () => {
		const { input, stdin, arrive } = openInput();
		input.stdin.setRawMode(true);
		const closed = input.close();
		await arrive(answer);
		await closed;
		expect(stdin.setRawMode).toHaveBeenLastCalledWith(false);
		const mute = openInput();
		mute.input.stdin.setRawMode(true);
		const given = mute.input.close();
		await vi.advanceTimersByTimeAsync(400);
		await given;
		expect(mute.stdin.setRawMode).toHaveBeenLastCalledWith(false);
	});

	it("does not wait at the end when the question is long past", async () => {
		const { input, stdin } = openInput();
		input.stdin.setRawMode(true);
		await vi.advanceTimersByTimeAsync(3000);
		await input.close();
		expect(stdin.setRawMode).toHaveBeenCalledTimes(1);
	});
});
