import { describe, expect, it, vi } from "vitest";
import { Select } from "../../../../src/tui/components/input/select.tsx";
import { KeyRoot } from "../../../../src/tui/keys/key-root.tsx";
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

	it("goes to its ends with G and gg", async () => {
		const change = vi.fn();
		const app = await draw(
			<KeyRoot ready>
				<Select options={options} value="three" onChange={change} focused width={40} />
			</KeyRoot>,
		);
		await app.press("G", "g", "g");
		expect(change.mock.calls).toEqual([["five"], ["one"]]);
	});

	it("goes to the option whose first letters are typed", async () => {
		const change = vi.fn();
		const app = await draw(
			<KeyRoot ready>
				<Select options={options} value="one" onChange={change} focused width={40} />
			</KeyRoot>,
		);
		await app.press("f", "t", "z");
		expect(change.mock.calls).toEqual([["four"], ["two"]]);
	});
});
