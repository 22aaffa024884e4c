import { expect, it } from "vitest";
import { StillTable } from "../../../src/tui/components/still-table.tsx";
import { draw } from "../render-console.tsx";

it("a still table frames counts, by ink-table on the Ink that runs", async () => {
	const app = await draw(<StillTable rows={[{ action: "create", users: 12 }]} />);
	expect(app.lines().slice(0, 5)).toEqual([
		"┌────────┬───────┐",
		"│ action │ users │",
		"├────────┼───────┤",
		"│ create │ 12    │",
		"└────────┴───────┘",
	]);
});
