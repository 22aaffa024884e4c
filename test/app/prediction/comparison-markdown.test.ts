import { expect, it } from "vitest";
import { comparisonMarkdown } from "../../../src/app/prediction/comparison-markdown.ts";

it("lists differences with their causes as a table that no name can break", () => {
	const text = comparisonMarkdown({
		agreed: 12,
		entries: 14,
		cycles: 1,
		hasRun: true,
		differences: [
			{
				user: { id: "1", displayName: "Ada | <b>", userName: "ada@example.com" },
				predicted: "update",
				happened: "update failed",
				attributes: [{ name: "userName", predicted: "ada@example.com", happened: null }],
				causes: [
					{ cause: "throttled", detail: "The target answered 429." },
					{ cause: "lag", detail: "The log may be late." },
				],
			},
		],
	});
	expect(text).toContain("| As predicted | 12 |");
	expect(text).toContain("## Differences (1)");
	expect(text).toContain(
		"| Ada \\| \\<b\\> | ada@example.com | update | update failed | userName: predicted ada@example.com, happened: no change | The target answered 429. The log may be late. |",
	);
});

it("has no table of differences when all is as predicted", () => {
	expect(
		comparisonMarkdown({ agreed: 3, entries: 3, cycles: 1, hasRun: true, differences: [] }),
	).not.toContain("Differences");
});

it("says that there is nothing to compare before a cycle has run", () => {
	const unrun = { agreed: 3, entries: 0, cycles: 0, hasRun: false, differences: [] };
	expect(comparisonMarkdown(unrun)).toContain("nothing to compare yet");
	expect(comparisonMarkdown({ ...unrun, hasRun: true })).not.toContain("nothing to compare yet");
});
