import { expect, it } from "vitest";
import { defaultMappings } from "../../../mapping/sumo-defaults.ts";
import { person } from "../../fake-directory.ts";
import { setUp } from "../../setup.ts";

it("shows no value that a mapping wraps in Redact, in what is created and in what is sent", async () => {
	const mappings = defaultMappings.map((mapping) =>
		mapping.target === "name.familyName"
			? { ...mapping, source: { type: "expression", expression: "Redact([surname])" } as const }
			: mapping,
	);
	const { engine, directory, target } = await setUp({ mappings: { mappings } });
	target.seed("bob@example.com");
	directory.put(person("Ada", { surname: "Secretname" }), "User");
	directory.put(person("Bob", { surname: "Secretname" }), "User");
	const { actions } = await engine.plan();
	expect(actions).toHaveLength(2);
	expect(actions).toContainEqual(
		expect.objectContaining({
			type: "create",
			user: expect.objectContaining({ name: { familyName: "[Redact]", givenName: "Ada" } }),
			sets: [],
		}),
	);
	expect(actions).toContainEqual(
		expect.objectContaining({
			type: "update",
			operations: [{ op: "replace", path: "name.familyName", value: "[Redact]" }],
			sets: [],
		}),
	);
	expect(JSON.stringify(actions)).not.toContain("Secretname");
});
