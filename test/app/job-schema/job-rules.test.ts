import { describe, expect, it, vi } from "vitest";
import { JobRules } from "../../../src/app/job-schema/job-rules.ts";
import { createMappingService } from "../../../src/app/mapping/mapping-service.ts";
import { createScopeService } from "../../../src/app/scope/scope-service.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { replaceSchema } from "../../../src/entra/synchronization/replace-schema.ts";
import { type EntraSchema, readDocument, userMappingOf } from "../../../src/entra-schema/document.ts";
import { importable } from "../mapping/mapping-of-a-profile.ts";
import { profileInMemory } from "../profile/profile-in-memory.ts";

/** The services of the mapping and scope screens, on a job in memory. */
function open(isHosted = true) {
	const { profile, saveRules, saves, events } = profileInMemory({});
	let schema: EntraSchema = readDocument(importable().schema);
	const own = schema;
	const copies: EntraSchema[] = [];
	let isDown = false;
	const shown: string[] = [];
	events.on(["statusChanged", "warning"], (event) => void shown.push(event.type));
	const rules = new JobRules({
		profile,
		saveRules,
		isHosted: () => isHosted,
		events,
		now: () => 0,
		open: async () => ({
			id: "scim.0a",
			read: async () => {
				if (isDown) throw new Error("Graph is down");
				return schema;
			},
			replace: (before, next) =>
				replaceSchema(
					{
						read: async () => schema,
						put: async (written) => {
							schema = written;
						},
						pause: async () => undefined,
					},
					before,
					next,
				),
			parse: async () => null,
			secrets: async () => new Map([["SyncAll", "true"]]),
			backUp: async (before) => {
				copies.push(before);
				return "/copies/schema.json";
			},
			lastRead: { get: async () => undefined, set: async () => undefined },
			close: () => undefined,
		}),
	});
	const directory = async () => openFileDirectory("no-users.json");
	const history = { versions: async () => [], restore: () => Promise.reject(new Error("not needed")) };
	const mapping = createMappingService({ ...rules, directory, history, events });
	const store = {
		links: async function* () {
			yield [];
		},
	};
	const scope = createScopeService({ ...rules, directory, store, events });
	const settled = () => vi.waitFor(() => expect(shown).not.toEqual([]), 60_000);
	return {
		rules,
		mapping,
		scope,
		profile,
		saves,
		shown,
		copies,
		own,
		settled,
		job: () => schema,
		otherAdmin: (change: (present: EntraSchema) => EntraSchema) => {
			schema = change(schema);
		},
		fail: () => {
			isDown = true;
		},
	};
}

const title = {
	target: "title",
	source: { type: "direct", attribute: "department" },
	apply: "always",
	flowNull: false,
} as const;
const targets = (rows: readonly { readonly mapping: { readonly target: string } }[]) =>
	rows.map((row) => row.mapping.target);

describe("mapping and scope in hosted mode", () => {
	it("show the job's rules once they are read, and say so", async () => {
		const { mapping, scope, rules, shown, settled } = open();
		rules.read();
		expect(targets(mapping.rows())).not.toContain("title");
		await settled();
		expect(shown).toEqual(["statusChanged"]);
		expect(targets(mapping.rows())).toContain("title");
		expect(scope.current()).toMatchObject({ users: "all", filters: [{ name: "Sales" }] });
	});

	it("write a mapping into the job, keep its other parts and a copy, and leave the profile alone", async () => {
		const { mapping, rules, job, own, copies, saves, settled } = open();
		rules.read();
		await settled();
		await mapping.save(title, "title");
		const written = userMappingOf(job()).json.attributeMappings?.find(
			({ targetAttributeName }) => targetAttributeName === "title",
		);
		expect(written?.source).toMatchObject({ name: "department" });
		expect(job().synchronizationRules[0]?.objectMappings?.[0]).toEqual(
			own.synchronizationRules[0]?.objectMappings?.[0],
		);
		expect(copies).toEqual([own]);
		expect(saves()).toBe(0);
		expect(mapping.rows().find((row) => row.mapping.target === "title")?.source).toBe("department");
	});

	it("write the scoping filters, and refuse what is not part of the schema", async () => {
		const { scope, rules, job, settled } = open();
		rules.read();
		await settled();
		const filters = [
			{ name: "Berlin", clauses: [{ attribute: "city", operator: "EQUALS", value: "Berlin" }] },
		] as const;
		await scope.save({ ...scope.current(), filters });
		expect(userMappingOf(job()).json.scope?.groups?.map(({ name }) => name)).toContain("Berlin");
		await expect(scope.save({ ...scope.current(), users: "assigned" })).rejects.toThrow(
			/settings of the job/,
		);
	});

	it("do not save over a change of another admin, and show it", async () => {
		const { mapping, rules, job, otherAdmin, settled, shown } = open();
		rules.read();
		await settled();
		otherAdmin((present) => ({ ...present, note: "mine" }));
		await expect(mapping.save(title, "title")).rejects.toThrow(/note: absent → "mine"/);
		expect(job()).toMatchObject({ note: "mine" });
		expect(shown).toEqual(["statusChanged", "statusChanged"]);
		await mapping.save(title, "title");
		expect(job()).toMatchObject({ note: "mine" });
	});

	it("are read again after a push from here, so that it is not taken for another admin's", async () => {
		const { mapping, rules, job, otherAdmin, settled, shown } = open();
		rules.read();
		await settled();
		otherAdmin((present) => ({ ...present, note: "pushed" }));
		shown.length = 0;
		rules.outdate();
		await settled();
		await mapping.save(title, "title");
		expect(job()).toMatchObject({ note: "pushed" });
	});

	it("write nothing before the job's rules were shown", async () => {
		const { scope, job, own } = open();
		await expect(scope.save({ ...scope.current(), filters: [] })).rejects.toThrow(/had not been read yet/);
		expect(job()).toBe(own);
	});

	it("warn when the job cannot be read, and show the profile's rules meanwhile", async () => {
		const { mapping, fail, shown, settled } = open();
		fail();
		expect(targets(mapping.rows())).toContain("userName");
		await settled();
		expect(targets(mapping.rows())).not.toContain("title");
		await settled();
		expect(shown).toEqual(["warning"]);
	});
});

describe("mapping and scope in direct mode", () => {
	it("stay with the profile", async () => {
		const { mapping, job, own, saves } = open(false);
		await mapping.save({ ...title, target: "title" });
		expect(job()).toBe(own);
		expect(saves()).toBe(1);
	});
});
