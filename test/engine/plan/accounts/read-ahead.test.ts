import { describe, expect, it } from "vitest";
import { readAhead } from "../../../../src/engine/plan/accounts/read-ahead.ts";

/** Pages that note when they are requested. The `failing`th request fails. */
async function* pagesOf(count: number, requested: number[], failing?: number): AsyncGenerator<number> {
	for (let page = 1; page <= count; page += 1) {
		requested.push(page);
		if (page === failing) throw new Error(`page ${page} failed`);
		yield page;
	}
}

describe("reading ahead", () => {
	it("requests a page before the previous one is processed, and never more than one", async () => {
		const requested: number[] = [];
		const seen: [page: number, requested: number][] = [];
		for await (const page of readAhead(pagesOf(4, requested))) {
			await Promise.resolve();
			seen.push([page, requested.length]);
		}
		expect(seen).toEqual([
			[1, 2],
			[2, 3],
			[3, 4],
			[4, 4],
		]);
	});

	it("gives the pages before a failure, and then throws it", async () => {
		const seen: number[] = [];
		const read = async () => {
			for await (const page of readAhead(pagesOf(4, [], 3))) seen.push(page);
		};
		await expect(read()).rejects.toThrow("page 3 failed");
		expect(seen).toEqual([1, 2]);
	});

	it("does not let a failed request for a page that nobody awaits end the process", async () => {
		for await (const page of readAhead(pagesOf(4, [], 2))) {
			expect(page).toBe(1);
			break;
		}
	});
});
