import { describe, it, vi } from "vitest";
import { Select } from "../../../../src/tui/components/input/select.tsx";
import { draw } from "../../render-console.tsx";

const options = ["one", "two", "three", "four", "five"].map((label) => ({
	value: label,
	label,
	detail: `the word ${label}`,
}));

const choice = (value: string) =>
	draw(<Select options={options} value={value} onChange={vi.fn()} focused width={40} height={3} />);

describe("a choice", () => {
	it("shows how many options follow, and nothing at the end", async () => {
		const top = await choice("one");
		await top.see(/○ three {2}the word three {2}↓ 2 more$/mu);
		const end = await choice("five");
		await end.see(/◉ five {2}the word five$/mu);
		await end.seeNot("more");
	});
});
