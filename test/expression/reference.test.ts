import { describe, expect, it } from "vitest";
import { functions } from "../../src/expression/functions/registry.ts";
import {
	check,
	compile,
	DateTime,
	evaluate,
	format,
	parse,
	renderReference,
	toText,
} from "../../src/expression/index.ts";

const environment = { isTaken: () => false };

describe("the function reference", () => {
	for (const descriptor of functions) {
		for (const { expression, input = {}, output } of descriptor.examples) {
			it(`${descriptor.name}: ${expression} of ${JSON.stringify(Object.values(input))} yields ${output}`, () => {
				const { value } = evaluate(compile(expression), input, environment);
				if (output instanceof RegExp) expect(toText(value)).toMatch(output);
				else if (value instanceof DateTime || typeof value === "bigint") expect(toText(value)).toBe(output);
				else expect(value).toEqual(output);
			});

			it(`${descriptor.name}: ${expression} is written in canonical form and passes the checker`, () => {
				expect(format(parse(format(parse(expression))))).toBe(format(parse(expression)));
				expect(check(expression).filter(({ severity }) => severity === "error")).toEqual([]);
			});
		}
	}

	it("holds every function of Microsoft's reference, and the ones that role guides use", () => {
		const names =
			"Append AppRoleAssignments AppRoleAssignmentsComplex AssertiveAppRoleAssignmentsComplex BitAnd CBool CDate Coalesce ConvertToBase64 ConvertToUTF8Hex Count CStr DateAdd DateDiff DateFromNum FormatDateTime Guid IgnoreFlowIfNullOrEmpty IIF InStr IsNull IsNullOrEmpty IsPresent IsString Item Join Left Mid NormalizeDiacritics Not Now NumFromDate PCase RandomString Redact RemoveDuplicates Replace SelectUniqueValue SingleAppRoleAssignment Split StripSpaces Switch ToLower ToUpper Word";
		expect(functions.map(({ name }) => name).toSorted()).toEqual(names.split(" ").toSorted());
	});

	it("matches docs/expressions.md", async () => {
		await expect(renderReference()).toMatchFileSnapshot("../../docs/expressions.md");
	});
});
