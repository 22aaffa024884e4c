import { describe, expect, it } from "vitest";
import { mergeChange } from "../../../src/app/profile/merge-change.ts";

describe("what is saved of a change", () => {
	const saved = { target: { deployment: "us2" }, provisioning: { interval: 40, rate: 4 }, filters: [1] };
	const inUse = {
		...saved,
		target: { deployment: "custom", url: "u" },
		provisioning: { interval: 5, rate: 4 },
	};

	it("is the change alone, without what flags said before it", () => {
		const changed = { ...inUse, provisioning: { interval: 5, rate: 2 }, filters: [2, 3] };
		expect(mergeChange(saved, inUse, changed)).toEqual({
			...saved,
			provisioning: { interval: 40, rate: 2 },
			filters: [2, 3],
		});
	});

	it("takes what was added, and drops what was taken away", () => {
		const { filters: _, ...without } = inUse;
		const { filters: __, ...kept } = saved;
		expect(mergeChange(saved, inUse, { ...without, mappings: ["m"] })).toEqual({ ...kept, mappings: ["m"] });
	});

	it("is nothing where nothing was changed", () => {
		expect(mergeChange(saved, inUse, { ...inUse })).toBe(saved);
	});
});
