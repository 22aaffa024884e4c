import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import {
	createMouse,
	filterMouse,
	type MouseEvent,
	mouseOff,
	mouseOn,
} from "../../../src/tui/terminal/mouse.ts";

function read(...chunks: readonly string[]) {
	const events: MouseEvent[] = [];
	const filter = filterMouse((event) => events.push(event));
	return { typed: chunks.map((chunk) => filter(chunk)), events };
}

describe("the reports of a mouse", () => {
	it("are taken out of what is typed, with cells from 0", () => {
		const { typed, events } = read("a\u001B[<0;10;5Mb\u001B[<65;1;1M\u001B[<64;300;200Mc");
		expect(typed).toEqual(["abc"]);
		expect(events).toEqual([
			{ type: "click", by: 0, x: 9, y: 4 },
			{ type: "wheel", by: 1, x: 0, y: 0 },
			{ type: "wheel", by: -1, x: 299, y: 199 },
		]);
	});

	it("may arrive in pieces", () => {
		const { typed, events } = read("x\u001B[<0;1", "0;5", "My");
		expect(typed).toEqual(["x", "", "y"]);
		expect(events).toEqual([{ type: "click", by: 0, x: 9, y: 4 }]);
	});

	it("are ignored for releases, other buttons and the horizontal wheel", () => {
		const { typed, events } = read("\u001B[<0;1;1m\u001B[<2;1;1M\u001B[<66;1;1M\u001B[<32;1;1M");
		expect(typed).toEqual([""]);
		expect(events).toEqual([]);
	});

	it("leave everything else as it is", () => {
		const others = ["\u001B", "\u001B[A", "\u001B[<x", "\u001B[200~a\u001B[201~"];
		expect(read(...others).typed).toEqual(others);
	});
});

describe("the mouse", () => {
	it("is off until it is set, while it is paused, and at the end", () => {
		const written: string[] = [];
		const stdin = Object.assign(new PassThrough(), { isTTY: true }) as unknown as NodeJS.ReadStream;
		const { mouse, set, end } = createMouse(stdin, (text) => written.push(text));
		set(false);
		expect(written).toEqual([]);
		set(true);
		set(true);
		const resume = mouse.pause();
		resume();
		end();
		end();
		expect(written).toEqual([mouseOn, mouseOff, mouseOn, mouseOff]);
		const paused = mouse.pause();
		set(true);
		expect(written).toHaveLength(4);
		paused();
		expect(written.at(-1)).toBe(mouseOn);
	});
});
