import { expect, it } from "vitest";
import { errorMessage } from "../../src/text/error-message.ts";

it("says what to do when a file of the program is gone", () => {
	const gone = Object.assign(new Error("Cannot find module"), { code: "ERR_MODULE_NOT_FOUND" });
	expect(errorMessage(gone)).toBe(
		"A part of sumo-provision is missing, as after an update while it runs: start it again. If it is still missing then, install it again. (Cannot find module)",
	);
	expect(errorMessage(new Error("other"))).toBe("other");
	expect(errorMessage("text")).toBe("text");
});
