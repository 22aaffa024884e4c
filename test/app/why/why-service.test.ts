import { describe, expect, it } from "vitest";
import { createWhyService } from "../../../src/app/why/why-service.ts";
import { why } from "../../../src/cli/commands/why.ts";
import { profileSchema } from "../../../src/config/profile.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import type { Clause } from "../../../src/scoping/scope.ts";
import { fakeStreams } from "../../cli/fake-streams.ts";
import { person } from "../../engine/fake-directory.ts";
import type { Choices } from "../../engine/rules.ts";
import { setUp } from "../../engine/setup.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { sampleEntry, sampleOutcome } from "../../store/samples.ts";

const expression = (target: string, text: string): AttributeMapping => ({
	target,
	source: { type: "expression", expression: text },
	apply: "always",
	flowNull: false,
});

/** An engine with the default mappings and more, and what explains its users. */
async function open(
	more: readonly AttributeMapping[] = [],
	clauses: readonly Clause[] = [],
	settings: Choices["settings"] = {},
) {
	const mappings = [...defaultMappings, ...more];
	const filters = clauses.length === 0 ? [] : [{ name: "Sellers", clauses: [...clauses] }];
	const made = await setUp({ mappings: { mappings }, scope: { filters }, settings });
	const profile = profileSchema.parse({
		name: "acme",
		source: { type: "demo" },
		target: { deployment: "us2" },
		mappings,
		scope: { filters },
	});
	const explained = createWhyService({
		profile: () => profile,
		directory: async () => made.directory,
		store: made.store,
		onDemand: (id, options) => made.engine.provision(id, options),
		now: made.clock.now,
	});
	return { ...made, why: explained };
}

describe("why", () => {
	it("shows the decision, the role and group, each value and its parts, and writes nothing", async () => {
		const {
			directory,
			target,
			why: explained,
			entries,
		} = await open([expression("title", 'Switch([department], "Other", "IT", ToUpper([jobTitle]))')]);
		directory.put(person("Ada", { department: "IT", jobTitle: "Dev" }), "Analyst");
		const report = await explained.explain("source-ada");
		expect(report.user).toEqual({
			id: "source-ada",
			displayName: "Ada Example",
			userName: "ada@example.com",
		});
		expect(report.decision).toMatch(/^Create/);
		expect(report.assignments).toEqual([{ role: "Analyst", sends: "Analyst", via: null }]);
		expect(report.values).toContainEqual(
			expect.objectContaining({
				target: "userName",
				mapping: "direct: userPrincipalName",
				value: "ada@example.com",
				reads: [{ name: "userPrincipalName", value: '"ada@example.com"' }],
				parts: [],
			}),
		);
		const title = report.values.find((value) => value.target === "title");
		expect(title).toMatchObject({ value: "DEV", note: "" });
		expect(title?.parts).toEqual([
			{ depth: 0, text: expect.stringMatching(/^Switch/), yields: '"DEV"' },
			{ depth: 1, text: "[department]", yields: '"IT"' },
			{ depth: 1, text: "ToUpper([jobTitle])", yields: '"DEV"' },
			{ depth: 2, text: "[jobTitle]", yields: '"Dev"' },
		]);
		expect(report.history).toEqual([]);
		expect(target.accounts.size).toBe(0);
		expect(await entries()).toEqual([]);
	});

	it("shows which clause keeps a user out of scope, and why an expression fails", async () => {
		const { directory, why: explained } = await open(
			[expression("title", "CDate([jobTitle])")],
			[{ attribute: "department", operator: "EQUALS", value: "Sales" }],
		);
		directory.put(person("Ada", { department: "IT", jobTitle: "Dev" }), "Analyst");
		const { decision, steps, values } = await explained.explain("source-ada");
		expect(decision).toBe("No scoping filter matches; no account of theirs is managed.");
		expect(steps[1]?.details.at(-1)).toEqual({
			name: '· department EQUALS "Sales"',
			value: 'no, "IT"',
		});
		expect(values.at(-1)).toMatchObject({ value: null, note: expect.stringContaining("fails: ") });
		expect(values.at(-1)?.parts[0]?.yields).toContain("fails: ");
	});

	it("shows nothing of what Redact hides, and no control characters", async () => {
		const { directory, why: explained } = await open([
			expression("title", "Redact(ToUpper([employeeId]))"),
			expression("nickName", "SelectUniqueValue(Redact([employeeId]), Guid())"),
			expression("displayName", "ToLower([displayName])"),
		]);
		directory.put(person("Ada", { employeeId: "S3cret", displayName: "Ada\u001B[2J" }), "Analyst");
		const report = await explained.explain("source-ada");
		expect(report.values.find(({ target }) => target === "title")).toEqual({
			target: "title",
			mapping: "Redact(ToUpper([employeeId]))",
			value: "[Redact]",
			note: "",
			reads: [{ name: "employeeId", value: "[Redact]" }],
			parts: [
				{ depth: 0, text: "Redact(ToUpper([employeeId]))", yields: "[Redact]" },
				{ depth: 1, text: "ToUpper([employeeId])", yields: "[Redact]" },
				{ depth: 2, text: "[employeeId]", yields: "[Redact]" },
			],
		});
		expect(report.steps[0]?.details).toContainEqual({ name: "employeeId", value: "[Redact]" });
		expect(JSON.stringify(report)).not.toMatch(/s3cret/i);
		expect(JSON.stringify(report)).not.toContain("\\u001b");
	});

	it("explains a user out of scope clause by clause", async () => {
		const sellers: Clause = { attribute: "department", operator: "EQUALS", value: "Sales" };
		const { directory, why: explained } = await open([], [sellers]);
		directory.put(person("Ada", { department: "IT" }), "Analyst");
		directory.put(person("Bob", { department: "Sales" }));
		directory.put(person("Cid", { department: "Sales", accountEnabled: false }), "Analyst");
		const scopeOf = async (id: string) =>
			(await explained.explain(id)).steps.find(({ name }) => name === "Determine if user is in scope");
		expect(await scopeOf("source-ada")).toMatchObject({
			summary: "The user is out of scope: no scoping filter matches the user.",
			details: [
				{ name: "Active at the source", value: "yes" },
				{ name: "Assigned to the application", value: "yes, Analyst" },
				{ name: "Scoping filter Sellers", value: "no" },
				{ name: '· department EQUALS "Sales"', value: 'no, "IT"' },
			],
		});
		expect(await scopeOf("source-bob")).toMatchObject({
			summary: "The user is out of scope: not assigned to the application.",
			details: expect.arrayContaining([{ name: "Assigned to the application", value: "no" }]),
		});
		expect(await scopeOf("source-cid")).toMatchObject({
			summary: "The user is out of scope: disabled at the source.",
		});
	});

	it("shows what delays a user: back-off after a failure, or held-back deletions", async () => {
		const guard = { enabled: true, count: 0, percent: 0 };
		const { engine, directory, target, why: explained } = await open([], [], { deletionGuard: guard });
		directory.put(person("Ada"), "Analyst");
		directory.put(person("Bob"), "User");
		directory.put(person("Cid", { mail: null }), "Analyst");
		target.roles.delete("User");
		await engine.run();
		expect((await explained.explain("source-bob")).waits).toEqual([
			expect.stringMatching(
				/^Failed once with RoleNotFound, last at \S+Z\. Cycles skip the user until \S+Z\./,
			),
		]);
		expect((await explained.explain("source-cid")).waits).toEqual([
			expect.stringMatching(/^Failed once with MandatoryFieldsMissing, .* which costs no request\.$/),
		]);
		expect((await explained.explain("source-ada")).waits).toEqual([]);
		directory.assigned.delete("source-ada");
		directory.touch();
		await engine.run();
		expect((await explained.explain("source-ada")).waits).toEqual([
			expect.stringMatching(/^The deletion guard has held it back since \S+Z: 1 deactivations/),
		]);
		expect((await explained.explain("source-ada")).remedies).toEqual([{ type: "allow-deletions" }]);
		expect((await explained.explain("source-cid")).remedies).toEqual([
			{ type: "fix-mapping", target: 'emails[type eq "work"].value' },
			{ type: "retry-failed-users" },
		]);
		await engine.allowDeletions();
		expect((await explained.explain("source-ada")).waits).toEqual([
			expect.stringMatching(/^The operator has allowed/),
		]);
	});

	it("names the accounts of an ambiguous match, and the users who match one account", async () => {
		const { directory, target, why: explained } = await open();
		target.seed("ada@example.com");
		target.seed("ADA@example.com");
		directory.put(person("Ada"), "Analyst");
		const several = await explained.explain("source-ada");
		expect(several.steps.find(({ name }) => name.startsWith("Match"))).toMatchObject({ status: "failure" });
		expect(several.decision).toMatch(/2 accounts|several accounts|Several accounts/);
	});

	it("shows the whole history, of the account too, also for a user who is no longer in the source", async () => {
		const { engine, directory, store, why: explained } = await open();
		directory.put(person("Ada"), "Analyst");
		directory.put(person("Bob"), "Analyst");
		await engine.run();
		const link = await store.link("source-ada");
		const account = { id: link?.targetId ?? "", displayName: "Ada", userName: "ada@example.com" };
		await store.settle([
			sampleOutcome("by-hand", {
				entry: sampleEntry("by-hand", { source: null, target: account, action: "Delete" }),
			}),
		]);
		directory.remove("source-ada");
		expect(await explained.find("ada@example.com")).toBe("source-ada");
		const report = await explained.explain("source-ada");
		expect(report.history.map(({ action }) => action)).toEqual(["Delete", "Create"]);
		expect(report.values).toEqual([]);
		expect(report.user.displayName).toBe("Ada Example");
	});

	it("finds a user by id, address or name, and asks back when several fit", async () => {
		const { directory, why: explained } = await open();
		directory.put(person("Ada Byron"), "Analyst");
		directory.put(person("Adam Byron"), "Analyst");
		expect(await explained.find("source-ada")).toBe("source-ada");
		expect(await explained.find("ADA@example.com")).toBe("source-ada");
		expect(await explained.find("Adam B")).toBe("source-adam");
		await expect(explained.find("Byron")).rejects.toThrow(
			"Ada Byron <ada@example.com>, source-ada; Adam Byron",
		);
		await expect(explained.find("nobody")).rejects.toThrow(
			'No user in the source or the log matches "nobody".',
		);
	});

	it("is printed as text, and as one JSON object", async () => {
		const { engine, directory, why: explained } = await open([expression("title", "ToUpper([jobTitle])")]);
		directory.put(person("Ada", { jobTitle: "Dev" }), "Analyst");
		await engine.run();
		const words = fakeStreams();
		expect(await why({ why: explained }, "ada@example.com", { json: false }, words.streams)).toBe(0);
		expect(words.printed).toEqual(
			expect.arrayContaining([
				"Ada Example <ada@example.com>, source-ada",
				"  Analyst, directly, sends Analyst",
				"  title: DEV",
				"    by ToUpper([jobTitle])",
				'    reads jobTitle: "Dev"',
				'    ToUpper([jobTitle]) → "DEV"',
				'      [jobTitle] → "Dev"',
				expect.stringMatching(/^ {2}\S+Z success Create {3}Ada Example <ada@example\.com>$/),
			]),
		);
		const json = fakeStreams();
		await why({ why: explained }, "source-ada", { json: true }, json.streams);
		expect(json.json()).toMatchObject([
			{ type: "why", user: { id: "source-ada" }, history: [{ action: "Create" }] },
		]);
	});
});
