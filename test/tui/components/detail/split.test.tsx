import { Text } from "ink";
import { describe, expect, it } from "vitest";
import { Split } from "../../../../src/tui/components/detail/split.tsx";
import { draw } from "../../render-console.tsx";

const open = (width: number) =>
	draw(
		<Split width={width} height={4} details={[{ label: "Name", text: "Ada" }]} rows={4} always>
			{(size) => <Text>{"x".repeat(size.width)}</Text>}
		</Split>,
		{ columns: width, rows: 6 },
	);

describe("a list with its details", () => {
	it("has a vertical line between them where they are side by side", async () => {
		const app = await open(120);
		const lines = app.lines().filter((line) => line !== "");
		expect(lines[0]).toBe(`${"x".repeat(80)}│ Name Ada`);
		expect(lines).toHaveLength(4);
		for (const line of lines) expect(line.charAt(80)).toBe("│");
	});

	it("has a horizontal line between them where the details are below", async () => {
		const app = await open(80);
		expect(app.frame()).toContain(`${"─".repeat(80)}\nName Ada`);
	});
});
