import { describe, expect, it, vi } from "vitest";
import { createMappingService } from "../../../src/app/mapping/mapping-service.ts";
import { createRuleHistoryService } from "../../../src/app/rules/rule-history-service.ts";
import { createScopeService } from "../../../src/app/scope/scope-service.ts";
import { judgeAttributes } from "../../../src/app/source/judge-attributes.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { type Directory, DirectoryError } from "../../../src/ports/source/directory.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { profileInMemory } from "../profile/profile-in-memory.ts";
import { versionsInMemory } from "../rules/versions-in-memory.ts";

/** A source that has one attribute beyond those of Graph, and answers as Graph for any other. */
const search = vi.fn<Directory["search"]>(async (_text, _limit, attributes) => {
	const absent = attributes.find((name) => name !== "extension_1_badge");
	if (absent !== undefined)
		throw new DirectoryError("invalid", `Could not find a property named '${absent}' on type 'user'.`);
	return [];
});
const directory: Directory = { ...openFileDirectory("no-users.json"), search };

describe("judging attributes", () => {
	it("reads none that are known", async () => {
		search.mockClear();
		await judgeAttributes(["department", "Surname", "badge"], ["Badge"], async () => directory);
		expect(search).not.toHaveBeenCalled();
	});

	it("accepts an unknown one that the source can read", async () => {
		await judgeAttributes(["extension_1_badge"], [], async () => directory);
		expect(search).toHaveBeenCalledWith("", 1, ["extension_1_badge"]);
	});

	it("refuses those that the source cannot read, by name", async () => {
		await expect(judgeAttributes(["shoeSize"], [], async () => directory)).rejects.toThrow(
			"The attribute shoeSize can't be read from the source, so this is not saved: Could not find a property",
		);
		await expect(judgeAttributes(["shoeSize", "hat"], [], async () => directory)).rejects.toThrow(
			"The attributes shoeSize, hat can't be read",
		);
	});

	it("refuses while the source cannot be reached", async () => {
		const unreachable = () => Promise.reject(new DirectoryError("unavailable", "Graph does not answer."));
		await expect(judgeAttributes(["shoeSize"], [], unreachable)).rejects.toThrow("Graph does not answer.");
	});
});

describe("a mapping and a scope", () => {
	const { profile, saveRules, saves, events } = profileInMemory();
	const parts = { profile, saveRules, events, directory: async () => directory };

	it("are not saved with an attribute that the source cannot read", async () => {
		const history = createRuleHistoryService({ ...parts, store: versionsInMemory() });
		const mapping = createMappingService({ ...parts, history });
		const rules = { apply: "always", flowNull: false } as const;
		for (const source of [
			{ type: "direct", attribute: "shoeSize" },
			{ type: "expression", expression: "ToUpper([shoeSize])" },
		] as const)
			await expect(mapping.save({ ...rules, target: "title", source })).rejects.toThrow(
				"shoeSize can't be read",
			);
		const scope = createScopeService({ ...parts, store: await openStore(":memory:") });
		const clauses = [{ attribute: "shoeSize", operator: "IS NOT NULL", value: "" }] as const;
		await expect(scope.save({ ...scope.current(), filters: [{ name: "Shoes", clauses }] })).rejects.toThrow(
			"shoeSize can't be read",
		);
		expect(saves()).toBe(0);
	});
});
