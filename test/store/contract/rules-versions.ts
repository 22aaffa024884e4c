import { describe, expect, it } from "vitest";
import type { OpenStore } from "./open-store.ts";

/** Versions of mappings and scope, and drift that was reported. */
export function rulesContract(open: OpenStore): void {
	describe("versions of mappings and scope", () => {
		it("are numbered as they are added, and listed newest first", async () => {
			const store = await open();
			expect(await store.rulesVersions()).toEqual([]);
			await store.addRulesVersion({ savedAt: 1, savedBy: null, rules: { mappings: [] } });
			await store.addRulesVersion({ savedAt: 2, savedBy: "eva", rules: { mappings: [{ target: "title" }] } });
			expect(await store.rulesVersions()).toEqual([
				{ number: 2, savedAt: 2, savedBy: "eva", rules: { mappings: [{ target: "title" }] } },
				{ number: 1, savedAt: 1, savedBy: null, rules: { mappings: [] } },
			]);
		});
	});

	describe("findings", () => {
		it("are those of the last comparison", async () => {
			const store = await open();
			expect(await store.findings()).toEqual(new Map());
			await store.setFindings(
				new Map([
					["a", "1"],
					["b", "2"],
				]),
			);
			await store.setFindings(new Map([["b", "3"]]));
			expect(await store.findings()).toEqual(new Map([["b", "3"]]));
		});
	});
}
