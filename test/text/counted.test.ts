import { expect, it } from "vitest";
import { counted } from "../../src/text/counted.ts";

it.each([
	[0, "0 users"],
	[1, "1 user"],
	[999, "999 users"],
	[1000, "1,000 users"],
	[1234567, "1,234,567 users"],
])("%d users are counted as %s", (count, text) => {
	expect(counted(count, "user")).toBe(text);
});
