import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScimUser } from "../../src/scim/resource.ts";
import type { UserPage } from "../../src/scim-client/answer.ts";
import { pages } from "../../src/scim-client/paging.ts";

type Oddities = {
	/** The most users in a page. */
	cap?: number;
	/** What the server says instead of the truth. */
	total?: (truth: number, inPage: number) => number;
	/** Begins later pages so many users early. */
	overlap?: number;
};

function server(users: number, { cap = 1000, total = (truth) => truth, overlap = 0 }: Oddities = {}) {
	const all = Array.from(
		{ length: users },
		(_, i): ScimUser => ({ id: `u${i}`, userName: `${i}@x`, active: true }),
	);
	const calls: number[] = [];
	const read = async (startIndex: number, count: number): Promise<UserPage> => {
		calls.push(startIndex);
		const from = Math.max(0, startIndex - 1 - (startIndex > 1 ? overlap : 0));
		const page = all.slice(from, from + Math.min(cap, count));
		return { totalResults: Math.max(0, total(users, page.length)), users: page };
	};
	return { read, calls };
}

async function idsOf(read: (startIndex: number, count: number) => Promise<UserPage>): Promise<string[]> {
	const ids: string[] = [];
	for await (const page of pages(read)) ids.push(...page.map(({ id }) => id));
	return ids;
}

const everyone = (users: number) => Array.from({ length: users }, (_, i) => `u${i}`);

describe("Reading all users in pages", () => {
	it("yields everyone once, whatever the totals, the size of pages and the overlap", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 3500 }),
				fc.constantFrom(1000, 500, 100, 35),
				fc.constantFrom<NonNullable<Oddities["total"]>>(
					(truth) => truth,
					(truth) => truth + 5000,
					(truth) => truth - 700,
					() => 0,
					(_, inPage) => inPage,
				),
				fc.constantFrom(0, 1, 5, 30),
				async (users, cap, total, overlap) => {
					expect(await idsOf(server(users, { cap, total, overlap }).read)).toEqual(everyone(users));
				},
			),
			{ numRuns: 150 },
		);
	});

	it.each([
		[0, 1],
		[9, 2],
		[16, 1],
		[60, 2],
		[999, 1],
		[1000, 2],
		[1001, 2],
		[2500, 3],
		[3000, 4],
	])("needs for %i users %i requests", async (users, requests) => {
		const { read, calls } = server(users);
		await idsOf(read);
		expect(calls).toHaveLength(requests);
	});

	it.each([2, 3, 9, 10, 15, 250])(
		"does not take %i users for all where that may be the limit of pages, and the total says so too",
		async (cap) => {
			const { read, calls } = server(cap * 2, { cap, total: (_, inPage) => inPage });
			expect(await idsOf(read)).toEqual(everyone(cap * 2));
			expect(calls[1]).toBe(cap + 1);
		},
	);

	it("ends when the server gives the same page for ever", async () => {
		const { read } = server(100);
		let calls = 0;
		const same = (_: number, count: number) => {
			calls++;
			return read(1, count);
		};
		expect(await idsOf(same)).toEqual(everyone(100));
		expect(calls).toBe(2);
	});
});
