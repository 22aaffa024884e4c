import { describe, expect, it } from "vitest";
import { DetailPane } from "../../../../src/tui/components/detail/detail-pane.tsx";
import { KeyRoot } from "../../../../src/tui/keys/key-root.tsx";
import { draw } from "../../render-console.tsx";

const details = [
	{ label: "Name", text: "Ada\u001B[2J Brink" },
	{ label: "Reason", text: "a sentence that is long enough to be wrapped under itself" },
	...Array.from({ length: 20 }, (_, index) => ({ text: `line ${index}` })),
];
const open = () =>
	draw(
		<KeyRoot ready>
			<DetailPane details={details} width={30} height={8} />
		</KeyRoot>,
	);

describe("a detail pane", () => {
	it("lays out fields, wraps values in their column, and shows how many lines are left", async () => {
		const app = await open();
		expect(app.lines().slice(0, 5)).toEqual([
			"Name   Ada Brink",
			"Reason a sentence that is long",
			"       enough to be wrapped",
			"       under itself",
			"line 0",
		]);
		await app.see("↓ 17 more lines");
	});

	it("puts a value below its label where that takes fewer lines", async () => {
		const long =
			"a long sentence beside a label that leaves it little room, so that it would take many lines there";
		const app = await draw(
			<DetailPane
				details={[
					{ label: "A long label", text: long },
					{ label: "B", text: "short" },
				]}
				width={30}
				height={8}
			/>,
		);
		expect(app.lines().slice(0, 6)).toEqual([
			"A long label",
			"  a long sentence beside a",
			"  label that leaves it little",
			"  room, so that it would take",
			"  many lines there",
			"B            short",
		]);
	});

	it("puts a value below its label where a word would otherwise be broken", async () => {
		const app = await draw(
			<DetailPane
				details={[
					{ label: "Error code", text: "BlockedByDeactivatedAccount" },
					{ label: "B", text: "AWordThatIsTooLongForEveryLineHere" },
				]}
				width={30}
				height={8}
			/>,
		);
		expect(app.lines().slice(0, 4)).toEqual([
			"Error code",
			"  BlockedByDeactivatedAccount",
			"B          AWordThatIsTooLongF",
			"           orEveryLineHere",
		]);
	});

	it("scrolls by line, page and end", async () => {
		const app = await open();
		await app.press("j");
		await app.see("↓ 16 more lines");
		await app.press("G");
		await app.see("line 19");
		await app.see("end");
		await app.press("pageup", "g", "g");
		await app.see("Ada Brink");
	});
});
