import { Box, Text } from "ink";
import { describe, expect, it } from "vitest";
import { Dialog } from "../../../../src/tui/components/dialog/dialog.tsx";
import { draw } from "../../render-console.tsx";

const behind = Array.from({ length: 10 }, (_, index) => index);

async function over(columns: number, width: number) {
	const app = await draw(
		<Box width={columns} height={10} flexDirection="column">
			{behind.map((line) => (
				<Text key={line}>{"x".repeat(columns)}</Text>
			))}
			<Dialog title="Over it" width={width} height={6}>
				<Text>content</Text>
			</Dialog>
		</Box>,
		{ columns, rows: 10 },
	);
	await app.see("content");
	return app.lines().filter((line) => /[│╭╰]/u.test(line));
}

describe("a dialog", () => {
	it("leaves no stray letters beside itself where it takes nearly the whole width", async () => {
		for (const width of [70, 76, 78, 80]) {
			const lines = await over(80, width);
			expect(lines).toHaveLength(6);
			for (const line of lines) expect(line).not.toContain("x");
		}
	});

	it("shows what lies below where there is room to read it", async () => {
		for (const line of await over(120, 70)) expect(line).toMatch(/^x{25}[│╭╰].*[│╮╯]x{25}$/u);
	});
});
