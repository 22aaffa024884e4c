import { expect, it } from "vitest";
import { runMark } from "../../../../src/tui/screens/people/run/run-text.ts";
import { onDemandReport, planReport } from "../../fake-data.ts";

const run = (performs: boolean, change: Partial<ReturnType<typeof onDemandReport>>) =>
	runMark({
		...{ state: "done", performs, steps: [], error: null },
		report: { ...onDemandReport(performs), entry: null, ...change },
	});
const failing = onDemandReport(false).steps.map((step) => ({ ...step, status: "failure" as const }));

it("a preview shows what would happen, not what has happened", () => {
	expect(run(false, { steps: failing }).word).toBe("will fail");
	expect(run(true, { steps: failing }).word).toBe("failed");
	expect(run(false, {}).word).toBe("create?");
	const skipped = planReport().actions.filter(({ type }) => type === "skip");
	expect(skipped.map((action) => run(false, { action }).word)).toEqual(["skip?"]);
});
