import { describe, expect, it } from "vitest";
import { entraPolicy, entraSettings } from "../../../src/app/prediction/entra-policy.ts";
import { predictCycle } from "../../../src/app/prediction/predict.ts";
import type { MappingSet } from "../../../src/mapping/definition/mapping-set.ts";
import { FakeClock } from "../../engine/fake-clock.ts";
import { FakeDirectory } from "../../engine/fake-directory.ts";
import { FakeTarget } from "../../engine/fake-target.ts";
import { defaultSettings, rulesOf } from "../../engine/rules.ts";
import { mapping } from "../../mapping/people.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";

function tenant(mappings: Partial<MappingSet> = {}) {
	const directory = new FakeDirectory();
	const target = new FakeTarget();
	const clock = new FakeClock();
	const put = (id: string, attributes: Record<string, string | boolean | null> = {}) => {
		directory.put({
			id,
			attributes: {
				userPrincipalName: `${id}@example.com`,
				mail: `${id}@example.com`,
				givenName: id,
				surname: "Doe",
				displayName: id,
				accountEnabled: true,
				...attributes,
			},
		});
		directory.grant(id, ["Analyst"]);
	};
	const predictAll = (linked: Readonly<Record<string, string>>, deletionThreshold: number | null) => {
		const rules = rulesOf({ mappings: { entraStrict: true, ...mappings } });
		const links = Object.entries(linked).map(
			([sourceId, targetId]) =>
				[
					sourceId,
					{
						sourceId,
						targetId,
						userName: `${sourceId}@example.com`,
						displayName: sourceId,
						state: "managed",
						since: 0,
						fingerprint: "",
					},
				] as const,
		);
		return predictCycle({
			directory,
			target: () => target.permitted(async () => undefined),
			roleNames: () => target.roleNames(),
			clock,
			rules: {
				...rules,
				settings: entraSettings(defaultSettings, deletionThreshold),
				policy: entraPolicy(rules.mappings),
			},
			links: new Map(links),
			escrow: new Map(),
			isStandardPatch: false,
			warn: () => undefined,
		});
	};
	const predict = async (linked: Readonly<Record<string, string>> = {}) => {
		const { users } = await predictAll(linked, null);
		return new Map(users.map((user) => [user.id, user]));
	};
	return { directory, target, put, predict, predictAll };
}

describe("a prediction in Entra's dialect", () => {
	it("leaves the account of a disabled user who was never linked, and deactivates a linked one", async () => {
		const { put, target, predict } = tenant();
		put("ann", { accountEnabled: false });
		const { id } = target.seed("ann@example.com");
		expect((await predict()).get("ann")).toMatchObject({ action: "other", status: "skipped" });
		expect((await predict({ ann: id })).get("ann")).toMatchObject({
			action: "disable",
			patch: [{ op: "Replace", path: "active", value: "False" }],
		});
	});

	it("deactivates nobody when no mapping reads IsSoftDeleted", async () => {
		const mappings = defaultMappings.filter(({ target }) => target !== "active");
		const { put, target, predict } = tenant({ mappings });
		put("ann", { accountEnabled: false });
		const { id } = target.seed("ann@example.com");
		expect((await predict({ ann: id })).get("ann")).toMatchObject({ action: "other", status: "skipped" });
		put("bea");
		const inactive = target.seed("bea@example.com", { active: false });
		expect((await predict({ bea: inactive.id })).get("bea")?.patch ?? []).not.toContainEqual(
			expect.objectContaining({ path: "active" }),
		);
	});

	it("does not flow a condition on null", async () => {
		const title = mapping("title", 'IIF([department] = "Sales", "Seller", "Other")');
		const { put, predict } = tenant({ mappings: [...defaultMappings, title] });
		put("ann", { department: null });
		put("bea", { department: "Sales" });
		const users = await predict();
		const titleOf = (id: string) => users.get(id)?.changes.find(({ name }) => name === "title")?.new;
		expect([titleOf("ann"), titleOf("bea")]).toEqual([undefined, "Seller"]);
	});

	it("provisions the first of several users with one matching value: who has the account, or was assigned first", async () => {
		const { put, target, predict } = tenant();
		put("zoe", { userPrincipalName: "same@example.com" });
		put("ann", { userPrincipalName: "same@example.com" });
		const statuses = (users: Awaited<ReturnType<typeof predict>>) =>
			["zoe", "ann"].map((id) => users.get(id)?.status ?? "unchanged");
		expect(statuses(await predict())).toEqual(["success", "failure"]);
		const { id } = target.seed("same@example.com");
		expect(statuses(await predict({ ann: id }))).toEqual(["failure", "success"]);
	});

	it("deletes the account of a permanently deleted user", async () => {
		const { target, predict } = tenant();
		const { id } = target.seed("ann@example.com");
		expect((await predict({ ann: id })).get("ann")).toMatchObject({ action: "delete", status: "success" });
	});

	it("holds back all accounts only beyond Entra's threshold, which has no other reason", async () => {
		const { put, target, predictAll } = tenant();
		const links: Record<string, string> = {};
		for (const id of ["ann", "bea", "cyd"]) {
			put(id, { accountEnabled: false });
			links[id] = target.seed(`${id}@example.com`).id;
		}
		expect(await predictAll(links, 3)).toMatchObject({ held: null, report: { guard: null } });
		const { held, report } = await predictAll(links, 2);
		expect(held).toEqual({ count: 3, threshold: 2 });
		expect(report.guard).toEqual({
			...{ held: 3, threshold: 2, cause: "count" },
			reason: "3 accounts would be disabled or deleted, more than the 2 that Entra allows per cycle.",
		});
	});
});
