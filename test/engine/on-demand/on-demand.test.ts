import { describe, expect, it } from "vitest";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

const names = [
	"Import user",
	"Determine if user is in scope",
	"Match user between source and target",
	"Perform action",
];

describe("provision on demand", () => {
	it("shows the steps without writing anything, when it only looks", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		directory.put(person("Ada", { department: "IT" }), "Analyst");
		const { steps, action, entry } = await engine.provision("source-ada", { perform: false });
		expect(steps.map(({ name }) => name)).toEqual(names);
		expect(steps.map(({ status }) => status)).toEqual(["success", "success", "success", "pending"]);
		expect(steps[0]?.details).toContainEqual({ name: "department", value: "IT" });
		expect(steps[1]?.details).toContainEqual({ name: "Assigned to the application", value: "yes, Analyst" });
		expect(steps[2]?.details).toEqual([{ name: 'userName "ada@example.com"', value: "no account" }]);
		expect(steps[3]?.details).toContainEqual({ name: "userName", value: "(empty) → ada@example.com" });
		expect(action?.type).toBe("create");
		expect(entry).toBeNull();
		expect(target.accounts.size).toBe(0);
		expect(await entries()).toEqual([]);
		expect(await store.cycles(1)).toEqual([]);
	});

	it("shows and logs nothing of what Redact hides: not read, not matched, not refused by the target", async () => {
		const expression = (target: string, text: string) => ({
			target,
			source: { type: "expression", expression: text } as const,
			apply: "always" as const,
			flowNull: false,
		});
		const mappings = [
			...defaultMappings,
			expression("title", "Redact([jobTitle])"),
			{ ...expression("externalId", "Redact([employeeId])"), matchingPrecedence: 2 },
		];
		const clauses = [{ attribute: "employeeId", operator: "IS NOT NULL", value: "" } as const];
		const scope = { filters: [{ name: "Numbered", clauses }] };
		const { engine, directory, target, entries } = await setUp({ mappings: { mappings }, scope });
		directory.put(person("Ada", { employeeId: "S3cret", jobTitle: "PS" }), "User");
		target.fate = (call, when) => {
			if (call !== "create" || when !== "before") return;
			throw refusal("invalid", 400, "externalId s3cret is too long for PS; PSA is not");
		};
		const looked = await engine.provision("source-ada", { perform: false });
		const performed = await engine.provision("source-ada", { perform: true });
		expect(looked.steps[0]?.details).toContainEqual({ name: "employeeId", value: "[Redact]" });
		expect(looked.steps[1]?.details).toContainEqual({
			name: "· employeeId IS NOT NULL",
			value: "yes, [Redact]",
		});
		expect(looked.steps[2]?.details).toContainEqual({ name: "externalId [Redact]", value: "no account" });
		expect(performed.entry?.error?.reason).toContain(
			"externalId [Redact] is too long for [Redact]; PSA is not",
		);
		expect(JSON.stringify([looked.steps, performed.steps, await entries()])).not.toMatch(/s3cret/iu);
	});

	it("performs the change, logs it and links the user, as a separate run", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Ada"), "Analyst");
		const { steps, entry } = await engine.provision("source-ada", { perform: true });
		expect(steps.at(-1)).toMatchObject({ status: "success", summary: "The account was created." });
		expect(entry).toMatchObject({ action: "Create", status: "success", initiatedBy: "on demand" });
		expect(await store.link("source-ada")).toMatchObject({ targetId: target.named("ada@example.com")?.id });
		expect(await store.cycles(1)).toMatchObject([
			{ kind: "onDemand", outcome: "completed", counts: { created: 1 } },
		]);
	});

	it("shows each scoping filter's clauses, and why a user is out of scope", async () => {
		const clauses = [{ attribute: "department", operator: "EQUALS", value: "Sales" } as const];
		const { engine, directory } = await setUp({ scope: { filters: [{ name: "Sellers", clauses }] } });
		directory.put(person("Ada", { department: "IT" }), "User");
		const { steps } = await engine.provision("source-ada", { perform: true });
		expect(steps[1]).toMatchObject({ status: "skipped" });
		expect(steps[1]?.details.slice(-2)).toEqual([
			{ name: "Scoping filter Sellers", value: "no" },
			{ name: '· department EQUALS "Sales"', value: 'no, "IT"' },
		]);
		expect(steps[3]).toMatchObject({ status: "skipped" });
	});

	it("says why it failed and what to do, and tries again where a cycle would wait", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		const failed = await engine.provision("source-ada", { perform: true });
		expect(failed.steps.at(-1)?.details[0]).toEqual({ name: "error", value: "RoleNotFound" });
		expect(failed.entry).toMatchObject({ status: "failure" });
		target.roles.add("Pilot");
		const mended = await engine.provision("source-ada", { perform: true });
		expect(mended.entry).toMatchObject({ action: "Create", status: "success" });
		expect(await store.escrow()).toEqual([]);
	});

	it("enables an account that the target refused to enable before", async () => {
		const { engine, directory, target } = await setUp();
		target.seed("ada@example.com", { active: false });
		target.reactivation = "refuse";
		directory.put(person("Ada"), "User");
		await engine.run();
		target.reactivation = "allow";
		const { entry } = await engine.provision("source-ada", { perform: true });
		expect(entry).toMatchObject({ action: "Enable", status: "success" });
	});

	it("sees a clash with another user of the source, and with the owner of an account", async () => {
		const { engine, directory } = await setUp();
		directory.put(person("Ada"), "User");
		directory.put({ ...person("Ada Twin"), id: "source-twin" }, "User");
		const clash = await engine.provision("source-twin", { perform: false });
		expect(clash.action).toMatchObject({ type: "fail", error: { code: "DuplicateSourceEntries" } });
		directory.remove("source-twin");
		await engine.run();
		directory.put({ ...person("Ada Twin"), id: "source-twin" }, "User");
		directory.change("source-ada", { userPrincipalName: "countess@example.com" });
		const owned = await engine.provision("source-twin", { perform: false });
		expect(owned.action).toMatchObject({
			type: "fail",
			error: { reason: expect.stringContaining("Ada Example") },
		});
	});

	it("shows Test connection only when that is what fails", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "Credential could not be verified.");
		};
		const { steps, action } = await engine.provision("source-ada", { perform: true });
		expect(steps[0]).toMatchObject({ name: "Test connection", status: "failure" });
		expect(action).toBeNull();
	});

	it("reports a user that does not exist", async () => {
		const { engine } = await setUp();
		const { steps } = await engine.provision("nobody", { perform: true });
		expect(steps).toMatchObject([
			{ name: "Import user", status: "failure", summary: expect.stringContaining("nobody") },
		]);
	});

	it("disables a user who was deleted at the source", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		directory.remove("source-ada");
		const { entry } = await engine.provision("source-ada", { perform: true });
		expect(entry).toMatchObject({ action: "Disable", status: "success" });
		expect(target.named("ada@example.com")).toMatchObject({ active: false });
	});

	it("works while a cycle of the same process runs, and doubles nothing", async () => {
		const { engine, directory, target } = await setUp({ settings: { concurrency: 1 } });
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		let once = true;
		target.fate = async (call, when) => {
			if (call !== "create" || when !== "before" || !once) return;
			once = false;
			await engine.provision("source-cid", { perform: true });
		};
		expect(await engine.run()).toMatchObject({ created: 2, outcome: "completed" });
		expect(target.accounts.size).toBe(3);
	});
});
