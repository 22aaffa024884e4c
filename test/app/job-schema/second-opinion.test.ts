import { describe, expect, it } from "vitest";
import { compareWithEntra } from "../../../src/app/job-schema/second-opinion.ts";
import type { Source } from "../../../src/attributes/source-value.ts";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { type ParsedExpression, parseInEntra } from "../../../src/entra/synchronization/parse-expression.ts";
import { fakeGraph, type Given } from "../../entra/fake-graph.ts";
import example from "./examples/parse-expression.json" with { type: "json" };

const ann: Source = {
	user: { id: "ann", attributes: { displayName: "Ann", mail: "ann@example.com", department: null } },
	entitlements: [],
	isSoftDeleted: false,
};
const title = { target: "title", usedBy: "both" } as const;
const yields = (...values: readonly string[]): ParsedExpression => ({
	parsed: true,
	tree: null,
	values,
	problem: null,
});

describe("compareWithEntra", () => {
	it("agrees when both yield the same, and has nothing to list", async () => {
		const one = { ...title, expression: "ToUpper([mail])" };
		expect(await compareWithEntra([one], [ann], async () => yields("ANN@EXAMPLE.COM"))).toEqual({
			expressions: 1,
			users: 1,
			disagreements: [],
			missing: null,
		});
	});

	it("gives Entra the user's own values, several as a list", async () => {
		const asked: unknown[] = [];
		const user = {
			...ann,
			user: { ...ann.user, attributes: { otherMails: ["a@example.com", "b@example.com"] } },
		};
		const one = { ...title, expression: 'Join(",", [otherMails], [IsSoftDeleted])' };
		await compareWithEntra([one], [user], async (_, properties) => {
			asked.push(...properties);
			return yields("a@example.com,b@example.com,False");
		});
		expect(asked).toEqual([
			{ key: "otherMails", value: ["a@example.com", "b@example.com"] },
			{ key: "IsSoftDeleted", value: "False" },
		]);
	});

	it("lists another value with the user, and another view of the syntax once", async () => {
		const value = { ...title, expression: "ToLower([mail])" };
		const found = await compareWithEntra([value], [ann], async () => yields("Ann@example.com"));
		expect(found.disagreements).toEqual([
			{
				...value,
				about: "value",
				user: { id: "ann", displayName: "Ann" },
				here: "ann@example.com",
				entra: "Ann@example.com",
			},
		]);
		const refused = await compareWithEntra([value], [ann, ann], async () => ({
			parsed: false,
			problem: "no such function",
		}));
		expect(refused.disagreements).toMatchObject([
			{ about: "syntax", entra: "cannot be read: no such function" },
		]);
		const unknown = { ...title, expression: "Brandnew([mail])" };
		const accepted = await compareWithEntra([unknown], [ann], async () => yields("x"));
		expect(accepted.disagreements).toMatchObject([{ about: "syntax", entra: "can be read" }]);
	});

	it("evaluates as Entra does: a condition on null yields nothing", async () => {
		const one = { ...title, expression: 'IIF([department] = "Sales", "yes", "no")' };
		expect((await compareWithEntra([one], [ann], async () => yields())).disagreements).toEqual([]);
	});

	it("hides what a mapping redacts, and does not compare what differs each time", async () => {
		const secret = { ...title, expression: "Redact([mail])" };
		const { disagreements } = await compareWithEntra([secret], [ann], async () => yields("other"));
		expect(JSON.stringify(disagreements)).not.toContain("ann@example.com");
		expect(disagreements).toMatchObject([{ here: "[Redact]", entra: "[Redact]" }]);
		const random = { ...title, expression: "Guid()" };
		expect((await compareWithEntra([random], [ann], async () => yields("a"))).disagreements).toEqual([]);
	});

	it("says when Entra cannot be asked", async () => {
		const one = { ...title, expression: "ToLower([mail])" };
		expect(await compareWithEntra([one], [ann], async () => null)).toMatchObject({
			expressions: 0,
			missing: expect.stringContaining("Synchronization.ReadWrite.All"),
		});
	});
});

describe("parseInEntra", () => {
	const ask = async (given: Given) => {
		const { graphUrl, asked } = await fakeGraph(() => given);
		const client = createGraphClient({
			graphUrl,
			retries: 0,
			credential: { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }) },
		});
		const properties = [
			{ key: "preferredLanguage", value: "de-DE" },
			{ key: "IsSoftDeleted", value: "false" },
			{ key: "appRoleAssignments", value: ["Analyst"] },
		];
		const result = await parseInEntra(client, "/jobs/1", example.request.expression, properties);
		return { result, body: JSON.parse(asked[0]?.body ?? "{}"), url: asked[0]?.url };
	};

	it("sends and reads the documented example", async () => {
		const { result, body, url } = await ask({ body: example.response_200 });
		expect(url).toBe("/jobs/1/schema/parseExpression");
		expect(body).toEqual(example.request);
		expect(result).toEqual({
			parsed: true,
			tree: example.response_200.parsedExpression,
			values: ["de_DE"],
			problem: null,
		});
	});

	it("reads an expression that was not parsed, and one that was not evaluated", async () => {
		expect((await ask({ body: example.response_200_not_parsed })).result).toEqual({
			parsed: false,
			problem: "(text)",
		});
		const failed = { ...example.response_200, evaluationSucceeded: false, evaluationResult: null };
		expect((await ask({ body: failed })).result).toMatchObject({ parsed: true, values: null });
	});

	it("is null where the call is missing or not allowed, and rejects when Graph is down", async () => {
		const error = (code: string) => ({ error: { code, message: "no" } });
		expect((await ask({ status: 403, body: error("Forbidden") })).result).toBeNull();
		expect((await ask({ status: 404, body: error("UnknownError") })).result).toBeNull();
		await expect(ask({ status: 503, body: error("ServiceUnavailable") })).rejects.toThrow(
			/503|ServiceUnavailable/,
		);
	});
});
