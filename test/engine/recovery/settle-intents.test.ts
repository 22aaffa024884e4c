import { describe, expect, it } from "vitest";
import { plainAttribute } from "../../../src/attributes/attribute-list.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import type { MappingSet } from "../../../src/mapping/definition/mapping-set.ts";
import { ScimError } from "../../../src/scim/errors.ts";
import { enterpriseUserSchema } from "../../../src/scim/resource.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import type { Choices } from "../rules.ts";
import { type Setup, setUp } from "../setup.ts";
import { dieAt } from "./interrupted.ts";

const mapped = (target: string, expression: string): AttributeMapping => ({
	target,
	source: { type: "expression", expression },
	apply: "always",
	flowNull: true,
});

type TestedChoices = Choices & { readonly mappings: Partial<MappingSet> };

/** The default mappings, with these replacing the mappings to the same targets. */
function withMappings(...own: readonly AttributeMapping[]): TestedChoices {
	const targets = new Set(own.map(({ target }) => target));
	const kept = defaultMappings.filter(({ target }) => !targets.has(target));
	return {
		mappings: { mappings: [...kept, ...own] },
		settings: { hardDelete: "delete", deletionGuard: { enabled: false, count: 0, percent: 0 } },
	};
}

const redactedName = withMappings(mapped("name.familyName", "Redact([surname])"));

/** Ada has an account; then `change` happens at the source. */
async function provisioned(choices: Choices, change: (setup: Setup) => void): Promise<Setup> {
	const setup = await setUp(choices);
	setup.directory.put(person("Ada Lovelace"), "User");
	expect(await setup.engine.run()).toMatchObject({ created: 1 });
	change(setup);
	return setup;
}

const newSurname = ({ directory }: Setup) => directory.change("source-ada", { surname: "King" });

/** The log entries of changes since the account was created. */
async function logged({ entries }: Setup): Promise<readonly string[]> {
	return (await entries()).slice(1).map(({ action, status }) => `${action} ${status}`);
}

async function afterRestart(setup: Setup, choices: Choices): Promise<readonly string[]> {
	setup.directory.touch();
	await setup.restart(choices).run();
	expect(await setup.store.openIntents()).toEqual([]);
	return logged(setup);
}

describe("an update whose only change is wrapped in Redact", () => {
	it("counts as failed when its response is lost and it never arrived", async () => {
		const setup = await provisioned(redactedName, newSurname);
		setup.target.fate = (call, when) => {
			if (call === "update" && when === "before") throw new ScimError("network", "reset");
		};
		expect(await setup.engine.run()).toMatchObject({ updated: 0, failed: 1 });
		expect(await logged(setup)).toEqual(["Update failure"]);
	});

	it("counts as done when its response is lost and the account has the value", async () => {
		const setup = await provisioned(redactedName, newSurname);
		setup.target.fate = (call, when) => {
			if (call === "update" && when === "after") throw new ScimError("network", "reset");
		};
		expect(await setup.engine.run()).toMatchObject({ updated: 1, failed: 0 });
		expect(await logged(setup)).toEqual(["Update success"]);
	});

	it.each(["before", "after"] as const)(
		"is logged once and the account has the value when the process died %s it was done",
		async (when) => {
			const setup = await provisioned(redactedName, newSurname);
			await dieAt(setup, "update", when);
			expect(await setup.store.openIntents()).toHaveLength(1);
			expect(await afterRestart(setup, redactedName)).toEqual(["Update success"]);
			expect(setup.target.named("ada@example.com")?.name).toMatchObject({ familyName: "King" });
			const [entry] = (await setup.entries()).slice(1);
			const settled = entry?.steps.at(-1)?.description.includes("was interrupted");
			expect(settled).toBe(when === "after");
		},
	);

	it("leaves no trace of the value in the open intent", async () => {
		const setup = await provisioned(redactedName, newSurname);
		await dieAt(setup, "update", "after");
		const [intent] = await setup.store.openIntents();
		expect(JSON.stringify(intent)).not.toContain("King");
		expect(intent?.operations).toEqual([
			{ op: "replace", path: "name.familyName", hash: expect.stringMatching(/^[\w-]{43}$/) },
		]);
	});
});

const custom = "urn:example:scim:schemas:2.0:User";

describe("an update that was interrupted", () => {
	const commas = ["Ops, Europe", "Analyst, Junior"];
	const roleList = withMappings({
		...mapped("roles", '"Ops, Europe"'),
		source: { type: "expression", expression: 'Split([roleList], ";")' },
	});

	function withNumbers(leads: string, level: string): Choices {
		const choices = withMappings(mapped(`${custom}:leads`, leads), mapped(`${custom}:level`, level));
		const target = [
			{ ...plainAttribute(`${custom}:leads`), type: "Boolean" },
			{ ...plainAttribute(`${custom}:level`), type: "Integer" },
		] as const;
		return { ...choices, mappings: { ...choices.mappings, attributes: { source: [], target } } };
	}

	const cases: readonly (readonly [string, Choices, (setup: Setup) => void])[] = [
		[
			"of one role with a comma in its name",
			withMappings(mapped('roles[primary eq "True"].value', "[jobTitle]")),
			({ directory }) => directory.change("source-ada", { jobTitle: "Ops, Europe" }),
		],
		[
			"of several roles with commas in their names",
			roleList,
			({ directory }) => directory.change("source-ada", { roleList: commas.join(";") }),
		],
		[
			"of redacted roles with commas in their names",
			withMappings({
				...mapped("roles", ""),
				source: { type: "expression", expression: 'Redact(Split([roleList], ";"))' },
			}),
			({ directory }) => directory.change("source-ada", { roleList: commas.join(";") }),
		],
		[
			"of an enterprise attribute",
			withMappings(mapped(`${enterpriseUserSchema}:department`, "[department]")),
			({ directory }) => directory.change("source-ada", { department: "Research, Physics" }),
		],
		[
			"of a redacted enterprise attribute",
			withMappings(mapped(`${enterpriseUserSchema}:department`, "Redact([department])")),
			({ directory }) => directory.change("source-ada", { department: "Research" }),
		],
		[
			"of a redacted element of a list",
			withMappings(mapped('phoneNumbers[type eq "work"].value', "Redact([phone])")),
			({ directory }) => directory.change("source-ada", { phone: "+1 555" }),
		],
		[
			"of a redacted e-mail address",
			withMappings(mapped('emails[type eq "work"].value', "Redact([mail])")),
			({ directory }) => directory.change("source-ada", { mail: "Countess@example.com" }),
		],
		[
			"of booleans and numbers",
			withNumbers("[leads]", "[level]"),
			({ directory }) => directory.change("source-ada", { leads: "True", level: "7" }),
		],
		[
			"of redacted booleans and numbers",
			withNumbers("Redact([leads])", "Redact([level])"),
			({ directory }) => directory.change("source-ada", { leads: "True", level: "7" }),
		],
		[
			"whose value is the text [Redact]",
			withMappings(mapped("title", "[jobTitle]")),
			({ directory }) => directory.change("source-ada", { jobTitle: "[Redact]" }),
		],
	];

	it.each(cases)("%s is settled by the state of the account", async (_, choices, change) => {
		for (const when of ["before", "after"] as const) {
			const setup = await setUp(choices);
			for (const role of commas) setup.target.roles.add(role);
			const { directory, target } = setup;
			directory.put(person("Ada Lovelace", { jobTitle: "User", roleList: "User" }), "User");
			expect(await setup.engine.run()).toMatchObject({ created: 1 });
			change(setup);
			const account = JSON.stringify(target.named("ada@example.com"));
			await dieAt(setup, "update", when);
			const [intent] = await setup.store.openIntents();
			const { log } = setup.store;
			expect(JSON.stringify(target.named("ada@example.com")) === account).toBe(when === "before");
			expect(await afterRestart(setup, choices)).toEqual(["Update success"]);
			const [entry] = (await log({ order: "ascending", limit: 10 })).slice(1);
			expect(entry?.changeId === intent?.changeId).toBe(when === "after");
		}
	});

	it("clears a redacted attribute, or is sent again", async () => {
		const choices = withMappings(mapped("title", "Redact([jobTitle])"));
		for (const when of ["before", "after"] as const) {
			const setup = await setUp(choices);
			setup.directory.put(person("Ada Lovelace", { jobTitle: "Countess" }), "User");
			await setup.engine.run();
			setup.directory.change("source-ada", { jobTitle: null });
			await dieAt(setup, "update", when);
			expect((await setup.store.openIntents())[0]?.operations).toEqual([{ op: "remove", path: "title" }]);
			expect(await afterRestart(setup, choices)).toEqual(["Update success"]);
			expect(setup.target.named("ada@example.com")).not.toHaveProperty("title");
		}
	});
});

describe("a creation that was interrupted", () => {
	const choices = withMappings();

	it("is not logged as done when an account with that name was created elsewhere in the meantime", async () => {
		const setup = await setUp(choices);
		setup.directory.put(person("Ada Lovelace"), "User");
		await dieAt(setup, "create", "before");
		setup.target.seed("ada@example.com", { name: { givenName: "Ada", familyName: "Byron" } });
		setup.directory.touch();
		await setup.restart(choices).run();
		const log = (await setup.entries()).map(({ action, status }) => `${action} ${status}`);
		expect(log).toEqual(["Update success"]);
		expect(await setup.store.link("source-ada")).toMatchObject({ targetId: "account-1", state: "managed" });
		expect(setup.target.named("ada@example.com")?.name).toMatchObject({ familyName: "Lovelace" });
	});

	it("is logged as done when the account has every sent value, redacted values included", async () => {
		const setup = await setUp(redactedName);
		setup.directory.put(person("Ada Lovelace"), "User");
		await dieAt(setup, "create", "after");
		setup.directory.touch();
		await setup.restart(redactedName).run();
		expect((await setup.entries()).map(({ action, status }) => `${action} ${status}`)).toEqual([
			"Create success",
		]);
	});

	it("is not logged as done when a redacted value differs", async () => {
		const setup = await setUp(redactedName);
		setup.directory.put(person("Ada Lovelace"), "User");
		await dieAt(setup, "create", "before");
		setup.target.seed("ada@example.com", { name: { givenName: "Ada", familyName: "Byron" } });
		setup.directory.touch();
		await setup.restart(redactedName).run();
		expect((await setup.entries()).map(({ action, status }) => `${action} ${status}`)).toEqual([
			"Update success",
		]);
	});

	/** Ada's creation is interrupted; an account with these names is there when it is settled, created so much later. */
	async function settledWith(names: { readonly familyName?: string }, laterMs: number | null) {
		const setup = await setUp(choices);
		setup.directory.put(person("Ada Lovelace"), "User");
		await dieAt(setup, "create", "before");
		const [intent] = await setup.store.openIntents();
		const created = new Date((intent?.entry.time ?? 0) + (laterMs ?? 0)).toISOString();
		setup.target.seed("ada@example.com", {
			emails: [{ value: "ada@example.com", type: "work", primary: true }],
			name: { givenName: "Ada", ...names },
			...(laterMs === null ? {} : { meta: { created } }),
		});
		setup.directory.touch();
		await setup.restart(choices).run();
		const [entry] = await setup.entries();
		return entry;
	}

	it("is logged with what was not applied when the target dropped a value", async () => {
		expect(await settledWith({}, 2_000)).toMatchObject({
			action: "Create",
			status: "warning",
			error: { code: "AcceptedButNotApplied", notApplied: [{ name: "name.familyName" }] },
		});
	});

	it.each([
		["was created much later, with every value", { familyName: "Lovelace" }, 3_600_000],
		["was created before, with every value", { familyName: "Lovelace" }, -3_600_000],
		["lacks a value, and the target does not say when it was created", {}, null],
		["has another value", { familyName: "Byron" }, 2_000],
	])("is not logged as done when an account with that name %s", async (_, names, laterMs) => {
		expect((await settledWith(names, laterMs))?.action).not.toBe("Create");
	});
});
