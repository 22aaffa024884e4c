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

	it("leaves a status out, and combines with the key F", () => {
		expect(logFilter("-skipped", null).statuses).toEqual(["success", "failure", "warning"]);
		expect(logFilter("", "warning")).toEqual({ statuses: ["warning"] });
		expect(logFilter("failure", "warning").statuses).toEqual([]);
	});
});
