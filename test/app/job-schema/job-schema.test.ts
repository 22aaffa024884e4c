import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createJobSchemaService } from "../../../src/app/job-schema/job-schema-service.ts";
import type { ParsedExpression } from "../../../src/entra/synchronization/parse-expression.ts";
import { replaceSchema } from "../../../src/entra/synchronization/replace-schema.ts";
import { type EntraSchema, readDocument, userMappingOf } from "../../../src/entra-schema/document.ts";
import { schemaChanges } from "../../../src/entra-schema/schema-changes.ts";
import { graphSchema } from "../../entra-schema/schema.ts";
import { open } from "../mapping/mapping-of-a-profile.ts";
import { tenantWithJob, withUserMapping } from "./tenant-with-job.ts";

const berlin = {
	groups: [
		{
			name: "Berlin",
			clauses: [{ operatorName: "EQUALS", sourceOperandName: "city", targetOperand: { values: ["Berlin"] } }],
		},
	],
	inputFilterGroups: [],
	categoryFilterGroups: [],
};

const backups = (home: string) =>
	readdirSync(join(home, "state", "schemas")).filter((name) => !name.endsWith("last-read.json"));

describe("job mapping diff", () => {
	it("shows the differences in both directions, and writes nothing", async () => {
		const { run, schema, putSchema, puts } = await tenantWithJob();
		await putSchema(withUserMapping(await schema(), { scope: berlin }));
		const { code, json } = await run("job", "mapping", "diff", "--json");
		expect(code).toBe(0);
		expect(json()).toMatchObject({
			type: "job-mapping",
			action: "diff",
			pull: expect.arrayContaining([
				expect.objectContaining({ type: "added", target: "title" }),
				expect.objectContaining({ type: "filterAdded" }),
			]),
			push: expect.arrayContaining([
				expect.objectContaining({ type: "removed", target: "title" }),
				expect.objectContaining({ type: "filterRemoved" }),
			]),
			version: expect.stringContaining("Version:"),
			changedByOthers: [],
		});
		const words = await run("job", "mapping");
		expect(words.out).toMatch(/pull would change in the profile:[\s\S]*\+ title ← jobTitle/);
		expect(words.out).toMatch(/push would change in the job:[\s\S]*- title ← jobTitle/);
		expect(puts()).toBe(1);
	});

	it("names what another admin has changed since, in parts that are not supported too", async () => {
		const { run, schema, putSchema } = await tenantWithJob();
		await run("job", "mapping", "diff");
		const own = await schema();
		await putSchema({ ...withUserMapping(own, { enabled: false }), note: "ours" });
		const { err } = await run("job", "mapping", "diff");
		expect(err).toContain("changed since it was last shown");
		expect(err).toMatch(/objectMappings\[.*\]\.enabled: true → false/);
		expect(err).toContain('note: absent → "ours"');
		expect((await run("job", "mapping", "diff")).err).not.toContain("changed since");
	});

	it("says what decides outside of the schema", async () => {
		const { run, send } = await tenantWithJob();
		await send("PUT", "/secrets", {
			value: [
				{ key: "SyncAll", value: "true" },
				{ key: "SkipOutOfScopeDeletions", value: "True" },
			],
		});
		const { err } = await run("job", "mapping", "diff");
		expect(err).toMatch(/provisions all users \(SyncAll\)[\s\S]*keeps accounts of users who leave the scope/);
	});
});

describe("job mapping pull", () => {
	it("takes over mappings and scope, and finds no difference afterwards", async () => {
		const { run, schema, putSchema } = await tenantWithJob();
		await putSchema(withUserMapping(await schema(), { scope: berlin }));
		expect(await run("job", "mapping", "pull")).toMatchObject({
			code: 0,
			out: expect.stringContaining("initial"),
		});
		expect((await run("job", "mapping", "diff", "--json")).json()).toMatchObject({ pull: [], push: [] });
		expect((await run("job", "mapping", "pull")).out).toContain("already had the job's rules");
	});

	it("keeps the profile's filters with --keep-scope", async () => {
		const { run, schema, putSchema } = await tenantWithJob();
		await putSchema(withUserMapping(await schema(), { scope: berlin }));
		await run("job", "mapping", "pull", "--keep-scope");
		expect((await run("job", "mapping", "diff", "--json")).json()).toMatchObject({
			pull: [{ type: "filterAdded" }],
		});
	});

	it("saves nothing that has an error", async () => {
		const { run, schema, putSchema } = await tenantWithJob();
		const own = await schema();
		await putSchema(
			withUserMapping(own, {
				attributeMappings: userMappingOf(own).json.attributeMappings?.filter(
					({ targetAttributeName }) => targetAttributeName !== "userName",
				),
			}),
		);
		const pulled = await run("job", "mapping", "pull");
		expect(pulled).toMatchObject({ code: 1, err: expect.stringContaining("Nothing was saved") });
	});
});

describe("job mapping push", () => {
	it("shows what would change, and asks for --yes", async () => {
		const { run, puts } = await tenantWithJob();
		const { code, out, err } = await run("job", "mapping", "push");
		expect(code).toBe(2);
		expect(out).toContain("- title ← jobTitle");
		expect(err).toContain("add --yes");
		expect(puts()).toBe(0);
	});

	it("writes the profile's rules, keeps all other parts, and a copy of the schema before", async () => {
		const { run, home, schema, putSchema, puts } = await tenantWithJob();
		const special = { unknownHere: { deep: [1, "two", null] } };
		await putSchema({ ...withUserMapping(await schema(), { scope: berlin, ...special }), extra: special });
		const before = await schema();
		const { code, json } = await run("job", "mapping", "push", "--yes", "--json");
		expect(code).toBe(0);
		expect(json()).toMatchObject({ action: "push", changed: true });
		const after = await schema();
		expect(after).toMatchObject({ extra: special });
		expect(userMappingOf(after).json).toMatchObject(special);
		expect(userMappingOf(after).json.scope?.groups).toEqual([]);
		const [kept = ""] = backups(home);
		const copy = JSON.parse(readFileSync(join(home, "state", "schemas", kept), "utf8"));
		expect(schemaChanges(copy, before)).toEqual([]);
		// What the profile and the job have in common is the same to the byte.
		const groups = (one: EntraSchema) => JSON.stringify(one.synchronizationRules[0]?.objectMappings?.[0]);
		expect(groups(after)).toBe(groups(before));
		const mapping = (one: EntraSchema) =>
			JSON.stringify(
				userMappingOf(one).json.attributeMappings?.find(
					({ targetAttributeName }) => targetAttributeName === "active",
				),
			);
		expect(mapping(after)).toBe(mapping(before));
		const again = await run("job", "mapping", "push", "--yes");
		expect(again).toMatchObject({ code: 0, out: "The job already has these rules." });
		expect(puts()).toBe(2);
	});

	it("writes nothing when another admin changed the schema since it was shown", async () => {
		const { run, home, schema, putSchema, puts } = await tenantWithJob();
		await run("job", "mapping", "push");
		const mappings = userMappingOf(await schema()).json.attributeMappings?.map((one) =>
			one.targetAttributeName === "title" ? { ...one, flowType: "ObjectAddOnly" } : one,
		);
		await putSchema(withUserMapping(await schema(), { attributeMappings: mappings }));
		const refused = await run("job", "mapping", "push", "--yes");
		expect(refused.code).toBe(1);
		expect(refused.err).toMatch(/attributeMappings\[title\]\.flowType: "Always" → "ObjectAddOnly"/);
		expect(refused.err).toContain("job mapping diff");
		expect(puts()).toBe(1);
		expect(backups(home)).toEqual([]);
		await run("job", "mapping", "diff");
		expect(await run("job", "mapping", "push", "--yes")).toMatchObject({ code: 0 });
	});

	it("does not overwrite what was changed after the profile was pulled", async () => {
		const { run, schema, putSchema, puts } = await tenantWithJob();
		await run("job", "mapping", "pull");
		await putSchema(withUserMapping(await schema(), { scope: berlin }));
		expect(await run("job", "mapping", "push", "--yes")).toMatchObject({
			code: 1,
			err: expect.stringContaining("scope"),
		});
		expect(puts()).toBe(1);
	});

	/** The service on a job that another admin changes whenever it is asked. */
	function racedBy(parsed: ParsedExpression | null, secondRead: (schema: EntraSchema) => EntraSchema) {
		const { mapping, profile } = open();
		const own = readDocument(graphSchema());
		const saved: EntraSchema[] = [];
		let reads = 0;
		const read = async () => saved.at(-1) ?? (reads++ === 0 ? own : secondRead(own));
		const service = createJobSchemaService({
			profile,
			mapping: async () => mapping,
			directory: () => Promise.reject(new Error("not needed")),
			open: async () => ({
				id: "scim.0a",
				read,
				replace: (before, next) =>
					replaceSchema(
						{ read, put: async (written) => void saved.push(written), pause: async () => undefined },
						before,
						next,
					),
				parse: async () => parsed,
				secrets: async () => new Map(),
				backUp: async () => "/copies/schema.json",
				lastRead: { get: async () => undefined, set: async () => undefined },
				close: () => undefined,
			}),
		});
		return { service, saved };
	}

	it("writes nothing when another admin saves between the last read and the write", async () => {
		const { service, saved } = racedBy(null, (own) => withUserMapping(own, { enabled: false }));
		await expect(service.push()).rejects.toThrow(/enabled: true → false/);
		expect(saved).toEqual([]);
	});

	it("ignores versions and times that Entra sets", async () => {
		const { service, saved } = racedBy(null, (own) => ({ ...own, version: "Version:8" }));
		await expect(service.push()).resolves.toMatchObject({ changed: true, backup: "/copies/schema.json" });
		expect(saved).toHaveLength(1);
	});

	it("writes the trees that Entra makes of new expressions, and nothing that Entra cannot read", async () => {
		const tree = { type: "Function", name: "Entra", parameters: [] };
		const made = racedBy({ parsed: true, tree, values: null, problem: null }, (own) => own);
		await made.service.push();
		const roles = (schema: EntraSchema | undefined) =>
			schema &&
			userMappingOf(schema).json.attributeMappings?.find(({ targetAttributeName }) =>
				targetAttributeName.startsWith("roles"),
			);
		const expression = "AppRoleAssignments([appRoleAssignments])";
		expect(roles(made.saved[0])?.source).toEqual({ ...tree, expression });
		const refused = racedBy({ parsed: false, problem: "no such function" }, (own) => own);
		await expect(refused.service.push()).rejects.toThrow(
			/cannot read the expression of .*: no such function/,
		);
		expect(refused.saved).toEqual([]);
	});
});

describe("another admin who saves the schema during a push", () => {
	const push = ["job", "mapping", "push", "--yes"];

	it("stops it before the write when the save comes first", async () => {
		const { world, run, puts } = await tenantWithJob();
		world.entra.control.raceSchema({ afterReads: 1, replacesWrite: false });
		const { code, err } = await run(...push);
		expect(code).toBe(1);
		expect(err).toMatch(/nothing was written:[\s\S]*defaultValue: .*"changed by another administrator"/);
		expect(err).toContain("Run `sumo-provision job mapping diff`");
		expect(puts()).toBe(0);
	});

	it("is found after the write when it comes between the last read and the write", async () => {
		const { world, run, puts } = await tenantWithJob();
		world.entra.control.raceSchema({ afterReads: 2, replacesWrite: false });
		const { code, err } = await run(...push);
		expect(code).toBe(1);
		expect(err).toMatch(/another admin saved it at the same time: Entra counts 1 other save since/);
		expect(puts()).toBe(1);
		expect(await run(...push)).toMatchObject({ code: 0 });
	});

	it("does not happen where Graph honors If-Match", async () => {
		const { world, run, schema } = await tenantWithJob();
		world.entra.control.behave({ jobs: { schemaETags: true } });
		world.entra.control.raceSchema({ afterReads: 2, replacesWrite: false });
		const { code, err } = await run(...push);
		expect(code).toBe(1);
		expect(err).toMatch(/nothing was written:[\s\S]*"changed by another administrator"/);
		expect(JSON.stringify(await schema())).toContain("changed by another administrator");
	});

	it("is found when it replaces what was just written, with a comparison", async () => {
		const { world, run, schema } = await tenantWithJob();
		const before = await schema();
		world.entra.control.raceSchema({ afterReads: 1, replacesWrite: true });
		const { code, err } = await run(...push);
		expect(code).toBe(1);
		expect(err).toMatch(/no longer all there \(written → present\):/);
		expect(err).toMatch(/attributeMappings\[roles[^:]*\]: removed/);
		expect(err).toMatch(/attributeMappings\[title\]: added/);
		expect(schemaChanges(before, await schema())).toHaveLength(1);
	});
});

describe("job mapping check", () => {
	it("has Entra parse and evaluate the expressions of profile and job for users in scope", async () => {
		const { run } = await tenantWithJob();
		const { code, json } = await run("job", "mapping", "check", "--json");
		expect(json()).toMatchObject({
			type: "job-mapping",
			action: "check",
			expressions: expect.any(Number),
			users: 3,
			disagreements: [],
			missing: null,
		});
		expect(code).toBe(0);
		expect((await run("job", "mapping", "check", "--users", "0")).out).toMatch(
			/^Entra agrees on \d+ expressions/,
		);
	});
});
