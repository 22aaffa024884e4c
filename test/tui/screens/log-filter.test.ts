import { describe, expect, it } from "vitest";
import { logFilter } from "../../../src/tui/screens/provisioning/log-filter.ts";

describe("the filter of the log", () => {
	it("asks the store for words as text", () => {
		expect(logFilter("maja horvat", null)).toEqual({ text: "maja horvat" });
		expect(logFilter("  ", null)).toEqual({});
	});

	it("takes words of the columns Status and Action as conditions", () => {
		expect(logFilter("failure maja", null)).toEqual({ text: "maja", statuses: ["failure"] });
		expect(logFilter("create", null)).toEqual({ actions: ["Create"] });
		expect(logFilter("status:failed action:upd", null)).toEqual({
			statuses: ["failure"],
			actions: ["Update"],
		});
	});

	it("asks for phrases, for words that must not occur, and for words of the columns User and Details", () => {
		expect(logFilter('"maja horvat" user:ada details:"no role"', null)).toEqual({
			text: "ada",
			phrases: ["maja horvat", "no role"],
		});
		expect(logFilter('-maja -"no role" -user:ben', null)).toEqual({ without: ["maja", "no role", "ben"] });
		expect(logFilter("status:failed role:Analyst -guest", null)).toEqual({
			text: "analyst",
			statuses: ["failure"],
			without: ["guest"],
		});
		expect(logFilter("id:7", null)).toEqual({ text: "id:7" });
	});

	it("leaves a status out, and combines with the key F", () => {
		expect(logFilter("-skipped", null).statuses).toEqual(["success", "failure", "warning"]);
		expect(logFilter("", "warning")).toEqual({ statuses: ["warning"] });
		expect(logFilter("failure", "warning").statuses).toEqual([]);
	});
});
