import { Text } from "ink";
import { useEffect, useState } from "react";
import { describe, expect, it } from "vitest";
import { shareBeside } from "../../../../src/tui/components/detail/detail-place.ts";
import { Split } from "../../../../src/tui/components/detail/split.tsx";
import { draw } from "../../render-console.tsx";

const open = (width: number) =>
	draw(
		<Split width={width} height={4} details={[{ label: "Name", text: "Ada" }]} rows={4} always>
			{(size) => <Text>{"x".repeat(size.width)}</Text>}
		</Split>,
		{ columns: width, rows: 6 },
	);

/** A list whose row comes after the first frame. Its cursor never rests. */
function Late() {
	const [row, setRow] = useState<string>();
	useEffect(() => setRow("1"), []);
	const details = row === undefined ? [] : [{ label: "Name", text: "Ada" }];
	return (
		<Split width={120} height={4} details={details} of={row} rest={3_600_000} rows={4}>
			{(size) => <Text>{"x".repeat(size.width)}</Text>}
		</Split>
	);
}

describe("a list with its details", () => {
	it("has a vertical line between them where they are side by side", async () => {
		const app = await open(120);
		const lines = app.lines().filter((line) => line !== "");
		expect(lines[0]).toBe(`${"x".repeat(80)}│ Name Ada`);
		expect(lines).toHaveLength(4);
		for (const line of lines) expect(line.charAt(80)).toBe("│");
	});

	it("gives list and details no less room on a wider terminal, and the list what a narrow one has", () => {
		expect(shareBeside(110)).toEqual({ list: 80, details: 28 });
		for (let width = 110; width <= 400; width += 1) {
			const [share, wider] = [shareBeside(width), shareBeside(width + 1)];
			expect(share.list + share.details + 2).toBe(width);
			expect(wider.list).toBeGreaterThanOrEqual(share.list);
			expect(wider.details).toBeGreaterThanOrEqual(share.details);
		}
		expect(shareBeside(200)).toEqual({ list: 138, details: 60 });
	});

	it("shows the first details at once, so that the list does not move when they come", async () => {
		const app = await draw(<Late />, { columns: 120, rows: 6 });
		await app.until(() => expect(app.lines()).toContain(`${"x".repeat(80)}│ Name Ada`));
	});

	it("has a horizontal line between them where the details are below", async () => {
		const app = await open(80);
		expect(app.frame()).toContain(`${"─".repeat(80)}\nName Ada`);
	});
});
