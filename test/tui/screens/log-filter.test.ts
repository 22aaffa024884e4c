import { describe, expect, it } from "vitest";
import { selectEntries } from "../../../src/jobs/select-entries.ts";
import { logColumns } from "../../../src/tui/entry/log-columns.ts";
import { logFilter } from "../../../src/tui/screens/provisioning/log-filter.ts";
import { at, entry, failedEntry } from "../fake-data.ts";

describe("the filter of the log", () => {
	it("asks the store for words as text", () => {
		expect(logFilter("maja horvat", null, at)).toEqual({ text: "maja horvat" });
		expect(logFilter("  ", null, at)).toEqual({});
	});

	it("takes words of the columns Status and Action as conditions", () => {
		expect(logFilter("failure maja", null, at)).toEqual({ text: "maja", statuses: ["failure"] });
		expect(logFilter("create", null, at)).toEqual({ actions: ["Create"] });
		expect(logFilter("status:failed action:upd", null, at)).toEqual({
			statuses: ["failure"],
			actions: ["Update"],
		});
	});

	it("asks for phrases, for words that must not occur, and for words of the columns User and Details", () => {
		expect(logFilter('"maja horvat" user:ada details:"no role"', null, at)).toEqual({
			text: "ada",
			phrases: ["maja horvat", "no role"],
		});
		expect(logFilter('-maja -"no role" -user:ben', null, at)).toEqual({
			without: ["maja", "no role", "ben"],
		});
		expect(logFilter("status:failed role:Analyst -guest", null, at)).toEqual({
			text: "analyst",
			statuses: ["failure"],
			without: ["guest"],
		});
		expect(logFilter("id:7", null, at)).toEqual({ text: "id:7" });
		expect(logFilter('details:"no role \u00B7 RoleNotFound"', null, at)).toEqual({
			text: "rolenotfound",
			phrases: ["no role"],
		});
	});

	it("leaves a status out, and combines with the key F", () => {
		expect(logFilter("-skipped", null, at).statuses).toEqual(["success", "failure", "warning", "unknown"]);
		expect(logFilter("", "warning", at)).toEqual({ statuses: ["warning"] });
		expect(logFilter("failure", "warning", at).statuses).toEqual([]);
	});

	it("finds what the column Action shows, also where the log calls it Other", () => {
		expect(logFilter("action:link", null, at)).toEqual({ actions: ["Other"], others: ["Link", "Unlink"] });
		expect(logFilter("link", null, at)).toEqual({ actions: ["Other"], others: ["Link"] });
		expect(logFilter("action:other", null, at)).toEqual({ actions: ["Other"] });
		expect(logFilter("-action:skip", null, at)).toEqual({ others: ["Link", "Unlink", "Drift", "Cycle"] });
		expect(logFilter("action:staged", null, at).actions).toEqual(["StagedDelete", "StagedAction"]);
		expect(logFilter("action:nonsense", null, at).actions).toEqual([]);
		expect(logFilter("status:s", null, at).statuses).toEqual(["success", "skipped"]);
	});

	it("takes a time as the span that it names", () => {
		const since = (typed: string) => logFilter(typed, null, at).since;
		const midnight = new Date(at).setHours(0, 0, 0, 0);
		expect(since("time:20:53")).toBe(midnight + (20 * 60 + 53) * 60_000);
		expect(logFilter("time:20:53 ada", null, at)).toMatchObject({
			text: "ada",
			until: midnight + (20 * 60 + 54) * 60_000,
		});
		expect(since("tim:03-08")).toBe(new Date(2026, 2, 8).getTime());
		expect(logFilter("time:soon", null, at)).toEqual({ text: "time:soon" });
	});
});

const step = (type: "processing" | "matching", description: string) =>
	[{ type, status: "success", description }] as const;

describe("each word of the log's columns", () => {
	const entries = [
		entry(1),
		failedEntry(2),
		entry(3, { action: "Other", steps: step("processing", "Link with the account ada (a1): no changes.") }),
		entry(4, { action: "Other", steps: step("matching", "eva unlinked Ada from the account ada (a1).") }),
		entry(5, { action: "Other", status: "skipped", skipReason: "NotAssigned" }),
		entry(6, { action: "Other", status: "warning", steps: step("processing", "The account was changed.") }),
		entry(7, {
			...{ action: "Other", status: "warning", source: null, target: null },
			steps: step("processing", "The rules changed."),
		}),
		entry(8, { action: "StagedDelete", status: "warning", time: at - 86_400_000 * 3 }),
		entry(9, { action: "Disable", modifiedProperties: [{ name: "active", old: "True", new: "False" }] }),
	];
	const columns = logColumns(() => at + 60_000);

	it.each(entries.flatMap((one) => columns.map((column) => [column.title, column.text(one), one] as const)))(
		"%s finds %s",
		(title, text, one) => {
			for (const word of text.match(/[\p{L}\p{N}:-]+/gu) ?? []) {
				if (title === "Time" && /^\d\d:\d\d$/u.test(word) && text !== word) continue;
				for (const typed of [`${title.toLowerCase()}:"${word}"`, `${title.toLowerCase()}:"${text}"`]) {
					const filter = logFilter(typed, null, at + 60_000);
					const query = { order: "ascending", limit: 100, ...filter } as const;
					const wanted = title === "Details" || /[\p{L}\p{N}]/u.test(text);
					if (wanted) expect(selectEntries(entries, query), typed).toContain(one);
				}
			}
		},
	);

	it("is found only there", () => {
		const found = (typed: string) =>
			selectEntries(entries, {
				...{ order: "ascending", limit: 100 },
				...logFilter(typed, null, at),
			}).map(({ sequence }) => sequence);
		expect(found("action:link")).toEqual([3, 4]);
		expect(found("action:link -action:unlink")).toEqual([3]);
		expect(found("action:drift")).toEqual([6]);
		expect(found("action:cycle")).toEqual([7]);
		expect(found("-action:create -action:skip")).toEqual([3, 4, 6, 7, 8, 9]);
	});
});
