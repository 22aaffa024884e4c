import { expect, it, onTestFinished, vi } from "vitest";
import { gather, processStreams } from "../../../src/cli/output/streams.ts";

it("lines of one turn are written as one piece, in order, and many before the turn ends", () => {
	const written: string[] = [];
	const turns: (() => void)[] = [];
	const { add, flush } = gather(
		(bytes) => written.push(new TextDecoder().decode(bytes)) > 0,
		(after) => turns.push(after),
	);
	add("one");
	add("two");
	expect(written).toEqual([]);
	for (const turn of turns.splice(0)) turn();
	expect(written).toEqual(["one\ntwo\n"]);
	add("three");
	flush();
	flush();
	expect(written).toEqual(["one\ntwo\n", "three\n"]);
	add("x".repeat(100_000));
	expect(written.length).toBe(3);
	add("é");
	add("長".repeat(200_000));
	add("😀");
	flush();
	expect(written.slice(3).join("")).toBe(`é\n${"長".repeat(200_000)}\n😀\n`);
});

it("bytes that are still to be written are not overwritten by the next lines", () => {
	const kept: Uint8Array[] = [];
	const { add, flush } = gather(
		(bytes) => kept.push(bytes) === 0,
		() => undefined,
	);
	for (const line of ["one", "two", "three"]) {
		add(line);
		flush();
	}
	expect(kept.map((bytes) => new TextDecoder().decode(bytes))).toEqual(["one\n", "two\n", "three\n"]);
});

it("messages keep their lines, and nothing in them controls the terminal", () => {
	const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
	const listening = vi.spyOn(process, "on").mockReturnThis();
	const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "on").mockReturnThis());
	onTestFinished(() => {
		for (const spy of [stderr, listening, ...streams]) spy.mockRestore();
	});
	processStreams().err("1 entry: \u001b[2Jbad\u202e\u009b31m\u0007 \r\n  second line 長い");
	expect(stderr.mock.calls).toEqual([["1 entry: bad \n  second line 長い\n"]]);
});
