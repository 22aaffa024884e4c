import { expect, it } from "vitest";
import { cycleDetails } from "../../../../src/tui/screens/home/cycle-text.ts";
import { counts } from "../../fake-data.ts";

it("a cycle names its requests once", () => {
	const cycle = {
		...({ id: "C1", kind: "initial", outcome: "completed", error: null } as const),
		...{ startedAt: 0, endedAt: 1000, counts: counts({ requests: 1039 }) },
	};
	expect(cycleDetails(cycle, [], 2000)).toContainEqual({ label: "Requests", text: "1,039" });
});
