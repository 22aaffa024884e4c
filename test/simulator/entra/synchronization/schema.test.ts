import { beforeEach, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../../src/simulator/loopback/json.ts";
import { items } from "../../calls.ts";
import example from "../examples/parse-expression.json" with { type: "json" };
import { differences } from "../same-shape.ts";
import { type JobWorld, jobWorld } from "./started-job.ts";

let at: JobWorld;
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value));

beforeEach(async () => {
	at = await jobWorld();
});

const parse = async (
	expression: string,
	input: Readonly<Record<string, string>> = {},
): Promise<JsonObject> => {
	const properties = Object.entries(input).map(([key, value]) => ({ key, value }));
	const { status, body } = await at.graph("POST", `${at.job}/schema/parseExpression`, {
		expression,
		targetAttributeDefinition: null,
		testInputObject: { definition: null, properties },
	});
	expect(status).toBe(200);
	return body;
};

describe("parseExpression", () => {
	it("answers the documented request as documented", async () => {
		const { body } = await at.graph("POST", `${at.job}/schema/parseExpression`, plain(example.request));
		const { "@odata.context": _, ...answer } = body;
		expect(answer).toEqual(example.response_200);
	});

	it("shows constants, attributes and calls in calls, and numbers parameters that repeat", async () => {
		const { parsedExpression } = await parse('Switch([city], , "Berlin", ToUpper([country]))');
		expect(parsedExpression).toMatchObject({
			name: "Switch",
			type: "Function",
			parameters: [
				{ key: "source", value: { name: "city", type: "Attribute" } },
				{ key: "key1", value: { name: "Berlin", type: "Constant", expression: '"Berlin"' } },
				{ key: "value1", value: { name: "ToUpper", type: "Function", expression: "ToUpper([country])" } },
			],
		});
	});

	it("distinguishes parsing failures from evaluation failures", async () => {
		const unparsed = await parse("Switch([city]");
		expect(differences(unparsed, plain(example.response_200_not_parsed))).toEqual([]);
		expect(unparsed).toMatchObject({ parsingSucceeded: false, parsedExpression: null });
		expect(await parse("Unknown([city])")).toMatchObject({ parsingSucceeded: false });
		expect(await parse('IIF([city]="x", "a", "b")')).toMatchObject({
			parsingSucceeded: true,
			evaluationSucceeded: false,
			evaluationResult: [],
			error: { code: expect.any(String) },
		});
	});

	it("evaluates booleans and roles", async () => {
		expect(await parse("Not([IsSoftDeleted])", { IsSoftDeleted: "false" })).toMatchObject({
			evaluationResult: ["True"],
		});
		expect(
			await parse("SingleAppRoleAssignment([appRoleAssignments])", { appRoleAssignments: "Analyst" }),
		).toMatchObject({ evaluationResult: ["Analyst"] });
	});
});

describe("the metadata of a schema", () => {
	it("lists functions and filter operators, by name, ID or both", async () => {
		const read = async (what: string) =>
			items((await at.graph("GET", `${at.job}/schema/${what}`)).body, "value");
		expect(await read("functions")).toContainEqual({
			id: "Append",
			name: "Append",
			parameters: [
				{ name: "source", required: true, allowMultipleOccurrences: false, type: "String" },
				{ name: "suffix", required: true, allowMultipleOccurrences: false, type: "String" },
			],
		});
		expect(await read("filterOperators")).toContainEqual({
			id: "IS NULL",
			name: "IS NULL",
			arity: "Unary",
			multivaluedComparisonType: "All",
			supportedAttributeTypes: expect.arrayContaining(["String"]),
		});
		at.world.entra.control.behave({ identifiers: "id" });
		expect((await read("functions"))[0]).not.toHaveProperty("name");
	});

	it("discovers a directory", async () => {
		const schema = (await at.graph("GET", `${at.job}/schema`)).body;
		const [source] = items(schema, "directories");
		const discover = (id: string) => at.graph("POST", `${at.job}/schema/directories/${id}/discover`);
		const { status, body } = await discover(String(source?.id));
		expect(status).toBe(200);
		expect(body).toMatchObject({ name: "Microsoft Entra ID", discoveryDateTime: "2026-01-05T08:00:00.000Z" });
		expect((await discover("00000000-0000-4000-8000-000000000000")).status).toBe(404);
	});
});

describe("a replaced schema", () => {
	it("keeps what the simulator does not know", async () => {
		const { body } = await at.graph("GET", `${at.job}/schema`);
		const unknown = { futureFeature: { enabled: true }, rules: [1, 2] };
		await at.graph("PUT", `${at.job}/schema`, { ...body, ...unknown });
		expect((await at.graph("GET", `${at.job}/schema`)).body).toMatchObject(unknown);
	});

	it("is refused when an expression cannot be parsed", async () => {
		await expect(at.edit({ mappings: { externalId: "Switch([city]" } })).rejects.toThrow("externalId");
	});
});
