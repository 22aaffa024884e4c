import { describe, expect, it } from "vitest";
import { formOf, withType } from "../../../../../src/tui/screens/mapping/editor/mapping-form.ts";

const empty = formOf(null);

describe("another type of source", () => {
	it("keeps an expression that was typed as an attribute", () => {
		const form = withType({ ...empty, attribute: "ToUpper([surname], )" }, "expression");
		expect(form).toMatchObject({ type: "expression", expression: "ToUpper([surname], )" });
		expect(withType({ ...empty, attribute: "surname" }, "expression").expression).toBe("");
	});

	it("begins an attribute with the only one that the expression reads", () => {
		const form = { ...empty, type: "expression" as const };
		expect(withType({ ...form, expression: " [surname] " }, "direct").attribute).toBe("surname");
		expect(withType({ ...form, expression: "[a] & [b]" }, "direct").attribute).toBe("");
	});

	it("never replaces what the field already has", () => {
		const form = { ...empty, attribute: "mail", expression: "ToLower([mail])" };
		expect(withType(form, "expression")).toEqual({ ...form, type: "expression" });
		expect(withType({ ...form, type: "expression" }, "direct")).toEqual(form);
	});
});
