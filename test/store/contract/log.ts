import { beforeEach, describe, expect, it } from "vitest";
import { linkDetail } from "../../../src/ports/log/log-action-name.ts";
import type { LogStep, NewLogEntry } from "../../../src/ports/log/log-entry.ts";
import type { LogQuery } from "../../../src/ports/store/log-query.ts";
import type { Store } from "../../../src/ports/store/store.ts";
import { sampleEntry, sampleOutcome } from "../samples.ts";
import type { OpenStore } from "./open-store.ts";

/** The log: paged, filtered and searched. */
export function logContract(open: OpenStore): void {
	let store: Store;

	beforeEach(async () => {
		store = await open();
	});

	/** Adds entries, numbered from 1. */
	async function add(...changes: readonly Partial<NewLogEntry>[]): Promise<void> {
		const before = await store.countLog({});
		await store.settle(
			changes.map((change, index) => {
				const id = `change-${before + index + 1}`;
				return sampleOutcome(id, {
					entry: sampleEntry(id, { source: null, modifiedProperties: [], ...change }),
				});
			}),
		);
	}

	/** The sequences that a query finds, newest first; checks that counting agrees. */
	async function found(query: Partial<LogQuery>): Promise<readonly number[]> {
		const { order: _, limit: __, cursor, ...filter } = query;
		const entries = await store.log({ order: "descending", limit: 100, ...query });
		if (cursor === undefined) expect(await store.countLog(filter)).toBe(entries.length);
		return entries.map((entry) => entry.sequence);
	}

	const user = (id: string, displayName: string, userName = `${id}@contoso.example`) => ({
		id,
		displayName,
		userName,
	});

	describe("the log", () => {
		it("is paged by sequence in both directions", async () => {
			await add(...Array.from({ length: 25 }, () => ({})));
			const page = async (query: LogQuery) => (await store.log(query)).map((entry) => entry.sequence);
			expect(await page({ order: "descending", limit: 3 })).toEqual([25, 24, 23]);
			expect(await page({ order: "descending", limit: 3, cursor: 23 })).toEqual([22, 21, 20]);
			expect(await page({ order: "ascending", limit: 3 })).toEqual([1, 2, 3]);
			expect(await page({ order: "ascending", limit: 3, cursor: 3 })).toEqual([4, 5, 6]);
			expect(await page({ order: "ascending", limit: 3, cursor: 25 })).toEqual([]);
			expect(await page({ order: "ascending", limit: 3, cursor: 3, text: "nobody" })).toEqual([]);
			expect(await page({ order: "ascending", limit: 2, cursor: 3, statuses: ["success"] })).toEqual([4, 5]);
			expect(await page({ order: "descending", limit: 2, cursor: 3, statuses: ["success"] })).toEqual([2, 1]);
		});

		it("is searched for phrases, and without words and phrases", async () => {
			await add(
				{ source: user("1", "Maja Horvat") },
				{ source: user("2", "Horvat Maja") },
				{ source: user("3", "Ben Brink"), status: "failure" },
			);
			expect(await found({ phrases: ["Maja Horv"] })).toEqual([1]);
			expect(await found({ phrases: ["maja horvat"], text: "ben" })).toEqual([]);
			expect(await found({ without: ["maja"] })).toEqual([3]);
			expect(await found({ without: ["maja horvat", "ben"] })).toEqual([2]);
			expect(await found({ text: "horvat", without: ["maja horvat"] })).toEqual([2]);
			expect(await found({ statuses: ["failure"], without: ["ben"] })).toEqual([]);
			expect(await found({ without: ["@"] })).toEqual([3, 2, 1]);
		});

		it("is filtered by status, action, cycle and source user, alone and together", async () => {
			await add(
				{ status: "success", action: "Create", cycleId: "c-1", source: user("a", "Ana") },
				{ status: "failure", action: "Update", cycleId: "c-1", source: user("b", "Ben") },
				{ status: "skipped", action: "Other", cycleId: "c-2", source: user("a", "Ana") },
				{ status: "failure", action: "Create", cycleId: "c-2", source: user("A", "Ana") },
			);
			expect(await found({ statuses: ["failure"] })).toEqual([4, 2]);
			expect(await found({ statuses: ["failure", "skipped"] })).toEqual([4, 3, 2]);
			expect(await found({ statuses: [] })).toEqual([]);
			expect(await found({ actions: ["Create", "Other"] })).toEqual([4, 3, 1]);
			expect(await found({ cycleId: "c-1" })).toEqual([2, 1]);
			expect(await found({ cycleId: "c" })).toEqual([]);
			expect(await found({ sourceId: "a" })).toEqual([3, 1]);
			expect(await found({ sourceId: "a", cycleId: "c-2" })).toEqual([3]);
			expect(await found({ statuses: ["failure"], actions: ["Create"], text: "ana" })).toEqual([4]);
			expect(await found({ statuses: ["failure"], actions: ["Create"], text: "ben" })).toEqual([]);
		});

		it("distinguishes source users with any characters in their ids", async () => {
			const ids = ["a-b", "a_b", "ab", "a b", "a\u2010b", "a·2d·b", "ä", "Ä", '"', "*", "", "a\0b", "山"];
			await add(...ids.map((id) => ({ source: user(id, "Someone") })));
			for (const [index, id] of ids.entries()) expect(await found({ sourceId: id })).toEqual([index + 1]);
			const newest = await store.newestOfEach(ids);
			expect(newest.map(({ source }) => source?.id).sort()).toEqual([...ids].sort());
		});

		it("answers with the newest entry of each of many source users", async () => {
			await add(
				{ source: user("a", "Ana") },
				{ source: user("b", "Ben") },
				{ source: user("a", "Ana"), status: "failure" },
				{ source: user("c", "Cyd") },
				{ source: null },
				{ source: user("b", "Ben"), action: "Update" },
			);
			const newest = async (...ids: readonly string[]) =>
				(await store.newestOfEach(ids)).map(({ sequence }) => sequence).sort();
			expect(await newest("a", "b")).toEqual([3, 6]);
			expect(await newest("a", "c", "a", "unknown")).toEqual([3, 4]);
			expect(await newest("A")).toEqual([]);
			expect(await newest()).toEqual([]);
			expect(await newest(...Array.from({ length: 50_000 }, (_, at) => `user-${at}`), "b")).toEqual([6]);
		});

		it("finds words in names, ids, reasons and properties of both sides", async () => {
			await add(
				{ source: user("5f3c2a10-9b7e-4c1d-8a55-0123456789ab", "Zoë Žižek", "zoe@fabrikam.example") },
				{ target: user("00000000000ABC12", "Haruto 山田太郎", "haruto@contoso.example") },
				{ skipReason: "NotAssigned", status: "skipped" },
				{
					error: {
						code: "RoleNotFound",
						category: "NonServiceFailure",
						reason: "Sumo Logic has no role named Auditor",
						recommendedAction: "create it",
						remedy: { type: "create-role", role: "Pilot" },
					},
				},
				{
					modifiedProperties: [
						{ name: 'roles[primary eq "True"].value', old: "Analyst", new: "Administrator" },
					],
				},
			);
			expect(await found({ text: "zoe" })).toEqual([1]);
			expect(await found({ text: "ZIZEK fabrikam" })).toEqual([1]);
			expect(await found({ text: "5f3c2a10-9b7e" })).toEqual([1]);
			expect(await found({ text: "zoe@fab" })).toEqual([1]);
			expect(await found({ text: "00000000000abc" })).toEqual([2]);
			expect(await found({ text: "田太" })).toEqual([2]);
			expect(await found({ text: "notass" })).toEqual([3]);
			expect(await found({ text: "auditor rolenotfound" })).toEqual([4]);
			expect(await found({ text: "administrator analyst" })).toEqual([5]);
			expect(await found({ text: "roles primary" })).toEqual([5]);
			expect(await found({ text: "zoe auditor" })).toEqual([]);
			expect(await found({ text: "example" })).toEqual([2, 1]);
			expect(await found({ text: "@" })).toEqual([5, 4, 3, 2, 1]);
		});

		it("treats what the operator types as words, never as index syntax's own language", async () => {
			await add({ source: user("a", "Ana AND Ben") });
			for (const text of [
				'"',
				'" OR words : *',
				"ana* OR nobody",
				"NEAR(ana ben)",
				"facets : x",
				"^ana -ben",
				"')--",
			]) {
				expect(Array.isArray(await store.log({ order: "descending", limit: 1, text }))).toBe(true);
			}
			expect(await found({ text: "and" })).toEqual([1]);
			expect(await found({ text: "success" })).toEqual([]);
		});

		it("finds the change of an action without its own name", async () => {
			const step = { type: "processing", status: "success", description: "root linked Maja" } as const;
			await add({ action: "Other", steps: [step] }, { action: "Update", steps: [step] });
			expect(await found({ text: "linked maja" })).toEqual([1]);
		});

		it("tells apart what the action Other was", async () => {
			const described = (description: string, ...details: NonNullable<LogStep["details"]>) => ({
				action: "Other" as const,
				initiatedBy: "eva",
				source: user("a", "Ana"),
				steps: [{ type: "processing", status: "success", description, details } as const],
			});
			await add(
				described("Link with the account ana (1)."),
				described("eva linked Ana with the account ana (1)."),
				described("eva unlinked linked Ana from the account ana (1).", linkDetail.removed),
				{ ...described("Skipped."), status: "skipped" },
				{ ...described("The account was changed."), status: "warning" },
				{ action: "Other", status: "warning" },
				{ action: "Create", source: user("a", "Ana") },
			);
			const actions = ["Other"] as const;
			expect(await found({ actions, others: ["Link"] })).toEqual([2, 1]);
			expect(await found({ actions, others: ["Unlink"] })).toEqual([3]);
			expect(await found({ actions, others: ["Skip"] })).toEqual([4]);
			expect(await found({ actions, others: ["Drift"] })).toEqual([5]);
			expect(await found({ actions, others: ["Cycle"] })).toEqual([6]);
			expect(await found({ actions, others: [] })).toEqual([]);
			expect(await found({ others: ["Skip", "Cycle"] })).toEqual([7, 6, 4]);
			expect(await found({ others: ["Link"], without: ["eva"], text: "ana" })).toEqual([7, 1]);
		});

		it("finds word prefixes, however many words share them", async () => {
			await add(
				...Array.from({ length: 300 }, (_, index) => ({ source: user(`${index}`, `Employee${index}`) })),
			);
			expect(await store.countLog({ text: "e" })).toBe(0);
			for (const text of ["em", "empl", "emplo", "employee"])
				expect(await store.countLog({ text })).toBe(300);
			expect(await store.countLog({ text: "employee1" })).toBe(111);
			expect(await store.countLog({ text: "employee29" })).toBe(11);
			expect(await found({ text: "employee299" })).toEqual([300]);
		});
	});
}
