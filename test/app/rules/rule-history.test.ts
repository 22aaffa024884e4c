import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { recordVersions } from "../../../src/app/rules/record-versions.ts";
import { describeRuleChange } from "../../../src/app/rules/rule-changes.ts";
import { createRuleHistoryService } from "../../../src/app/rules/rule-history-service.ts";
import { type Profile, profileFields, profileSchema } from "../../../src/config/profile.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { open } from "../mapping/mapping-of-a-profile.ts";
import { versionsInMemory } from "./versions-in-memory.ts";

const title = {
	target: "title",
	source: { type: "direct", attribute: "jobTitle" },
	apply: "always",
	flowNull: false,
} as const;
const sales: Profile["scope"] = {
	users: "all",
	filters: [{ name: "Sales", clauses: [{ attribute: "department", operator: "EQUALS", value: "Sales" }] }],
	skipOutOfScopeDeletions: true,
};

describe("the history of mappings and scope", () => {
	it("is empty until something is saved, and then begins with what was there before", async () => {
		const { mapping } = open();
		expect(await mapping.versions()).toEqual([]);
		await mapping.save(title);
		expect(await mapping.versions()).toMatchObject([
			{
				number: 2,
				savedBy: expect.stringMatching(/./),
				isCurrent: true,
				changes: [{ type: "added", target: "title" }],
				restoring: [],
			},
			{
				number: 1,
				savedBy: null,
				isCurrent: false,
				changes: [],
				restoring: [{ type: "removed", target: "title" }],
			},
		]);
	});

	it("holds scope and filters, with what changed in words", async () => {
		const { mapping, profile, saveProfile } = open();
		await saveProfile({ ...profile(), scope: sales });
		const [newest] = await mapping.versions();
		expect(newest?.changes.flatMap(describeRuleChange)).toEqual([
			"~ scope: users: assigned → all",
			"~ scope: users who leave: disabled → unchanged",
			'+ scoping filter Sales: department EQUALS "Sales"',
		]);
	});

	it("does not grow when something else of the profile is saved, or the same again", async () => {
		const { mapping, profile, saveProfile } = open();
		await saveProfile({ ...profile(), appName: "Sumo" });
		await saveProfile({ ...profile(), mappings: [...defaultMappings] });
		expect(await mapping.versions()).toEqual([]);
	});

	it("restores any version, shows what changed, and keeps what it replaced", async () => {
		const { mapping, profile, saveProfile } = open();
		await mapping.save(title);
		await saveProfile({ ...profile(), scope: sales });
		expect(await mapping.restore(1)).toMatchObject({ changes: { length: 3 }, initialCycle: true });
		expect(await mapping.restore(1)).toEqual({ changes: [], initialCycle: false });
		expect(profile().mappings).toEqual(profileFields.shape.mappings.parse(defaultMappings));
		expect(profile().scope.users).toBe("assigned");
		const versions = await mapping.versions();
		expect(versions.map(({ number, isCurrent }) => [number, isCurrent])).toEqual([
			[4, true],
			[3, false],
			[2, false],
			[1, true],
		]);
		await mapping.restore(3);
		expect(profile().scope).toEqual(sales);
	});

	it("restores nothing over what others have saved since the versions were shown, and names it", async () => {
		const { mapping, profile, saveProfile } = open();
		await mapping.save(title);
		await mapping.versions();
		await saveProfile({ ...profile(), scope: sales });
		await expect(mapping.restore(1)).rejects.toThrow(
			/changed elsewhere since it was read here \(.*scope\.users/,
		);
		expect(profile().scope).toEqual(sales);
		await mapping.versions();
		expect(await mapping.restore(1)).toMatchObject({ initialCycle: true });
	});

	it("deletes no mapping that others have changed since it was shown", async () => {
		const { mapping } = open();
		const targets = () => mapping.rows().map((row) => row.mapping.target);
		await mapping.save(title);
		await mapping.save({ ...title, flowNull: true }, "title");
		await expect(mapping.remove("title", title)).rejects.toThrow(/changed elsewhere .*title/);
		expect(targets()).toContain("title");
		await mapping.remove("title", { ...title, flowNull: true });
		expect(targets()).not.toContain("title");
	});

	it("refuses a number that there is not", async () => {
		await expect(open().mapping.restore(7)).rejects.toThrow("There is no version 7");
	});

	it("keeps a state that was edited elsewhere, before the next one", async () => {
		const store = versionsInMemory();
		const parts = { name: "test", source: { type: "demo" }, target: { deployment: "us2" } };
		const first = profileSchema.parse(parts);
		const second = profileSchema.parse({ ...parts, scope: sales });
		const edited = profileSchema.parse({ ...parts, entraStrict: true });
		const third = profileSchema.parse({ ...parts, mappings: [...defaultMappings, title] });
		const events = createEventBus();
		const history = createRuleHistoryService({
			profile: () => third,
			saveRules: () => Promise.reject(new Error("not saved here")),
			store,
		});
		recordVersions({ store, events, now: () => 1 });
		await events.publish({ type: "profileChanged", before: first, after: second });
		await events.publish({ type: "profileChanged", before: edited, after: third });
		expect((await history.versions()).map(({ number, savedBy }) => [number, savedBy !== null])).toEqual([
			[4, true],
			[3, false],
			[2, true],
			[1, false],
		]);
	});

	it("rejects a version that another version of sumo-provision saved in an unknown form", async () => {
		const store = versionsInMemory();
		await store.addRulesVersion({ savedAt: 1, savedBy: "eva", rules: { mappings: "none" } });
		const profile = profileSchema.parse({
			name: "test",
			source: { type: "demo" },
			target: { deployment: "us2" },
		});
		const history = createRuleHistoryService({
			profile: () => profile,
			saveRules: () => Promise.reject(new Error("not saved here")),
			store,
		});
		await expect(history.restore(1)).rejects.toThrow("Version 1 of the mappings was saved by another");
	});
});
