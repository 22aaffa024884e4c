import { expect, it } from "vitest";
import { quartersDone } from "../../../src/tui/components/progress-bar.tsx";

it.each([
	[0, 43, "A cycle is running: 0 percent."],
	[10, 43, "A cycle is running: 0 percent."],
	[11, 43, "A cycle is running: 25 percent."],
	[42, 43, "A cycle is running: 75 percent."],
	[43, 43, "A cycle is running: 100 percent."],
	[5, null, "A cycle is running."],
	[0, 0, "A cycle is running."],
])("the progress %d of %s is read as %j", (done, total, sentence) => {
	expect(quartersDone(done, total)).toBe(sentence);
});
