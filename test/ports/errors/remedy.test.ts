import { describe, expect, it } from "vitest";
import { RemediableError, remedyOf } from "../../../src/ports/errors/remediable-error.ts";
import { storedRemedy } from "../../../src/ports/errors/remedy.ts";
import { everyRemedy } from "./every-remedy.ts";

describe("a stored remedy", () => {
	it("reads as it was written", () => {
		for (const remedy of everyRemedy)
			expect(storedRemedy.parse(JSON.parse(JSON.stringify(remedy)))).toEqual(remedy);
	});

	it("reads as none from an entry without one, and from one of a later version", () => {
		expect(storedRemedy.parse(undefined)).toEqual({ type: "none" });
		expect(storedRemedy.parse({ type: "call-support" })).toEqual({ type: "none" });
		expect(storedRemedy.parse({ type: "create-role" })).toEqual({ type: "none" });
	});
});

describe("the remedy of an error", () => {
	it("is the one that it carries", () => {
		expect(remedyOf(new RemediableError("no key", { type: "enter-credentials" }))).toEqual({
			type: "enter-credentials",
		});
		expect(remedyOf(new Error("no"))).toBeNull();
		expect(remedyOf("no")).toBeNull();
	});
});
