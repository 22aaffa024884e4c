import { describe, expect, it } from "vitest";
import { andMore } from "../../src/text/and-more.ts";

describe("andMore", () => {
	it.each([
		[["Ada"], 1, "Ada"],
		[["Ada", "Bob"], 2, "Ada, Bob"],
		[["Ada", "Bob"], 3, "Ada, Bob and 1 more"],
		[["Ada"], 1201, "Ada and 1,200 more"],
	])("says of %j how many of %i there are", (names, total, text) => {
		expect(andMore(names, total)).toBe(text);
	});
});
