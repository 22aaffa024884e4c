import { describe, expect, it } from "vitest";
import { spoken } from "../../../src/tui/text/spoken.ts";

describe("text for a screen reader", () => {
	it.each([
		["✓ success", "success"],
		["! 5 failed in 10 s", "5 failed in 10 s"],
		["│ Name      Ana Popescu          │", "Name Ana Popescu"],
		["roles: User → Analyst", "roles: User to Analyst"],
		["58 users · 5 groups · 43 assigned", "58 users, 5 groups, 43 assigned"],
		["58 users   view: all assigned [failing] groups", "58 users. View: failing"],
		["Cycles ▁▁█▁  10:43", "Cycles 10:43"],
		["███▍░░░ 9/43", "9/43"],
		["⠋ Reading…", "Reading..."],
		["Assigned as  –", "Assigned as none"],
		["≈ matched", "matched"],
		["Link - none", "Link none"],
		["Sumo        = linked", "Sumo linked"],
		["1× tried, 12× sent", "1 time tried, 12 times sent"],
		["\u001B[36m❯ \u001B[39m\u001B[2mx\u001B[22m", "❯ x"],
		["Access key •••••••• saved", "Access key hidden saved"],
		["╭────────╮", ""],
		["────────", ""],
		["", ""],
	])("of %j is %j", (drawn, read) => {
		expect(spoken(drawn)).toBe(read);
	});

	it("keeps names and negative numbers as they are", () => {
		expect(spoken("山田 太郎, -3, Smith-Jones")).toBe("山田 太郎, -3, Smith-Jones");
		expect(spoken("Name Ann Lee - sales, b = c")).toBe("Name Ann Lee - sales, b = c");
	});
});
