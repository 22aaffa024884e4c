import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dialectOf } from "../../src/app/profile/dialect-of.ts";
import { mappingSetOf } from "../../src/app/profile/profile-parts.ts";
import { profileSchema } from "../../src/config/profile.ts";
import { emptyDialect } from "../../src/mapping/definition/empty-dialect.ts";
import { sumoDialect } from "../../src/sumo/dialect.ts";

/** Folders of rules that must hold for any target. */
const neutral = ["attributes", "engine", "entra-schema", "mapping", "scim", "scoping", "source"];

function profileFor(target: Record<string, unknown>) {
	return profileSchema.parse({ name: "default", source: { type: "demo" }, target });
}

describe("Sumo Logic's dialect", () => {
	it("is the only place for what only Sumo Logic does: no rule names it", () => {
		const naming = neutral.flatMap((folder) =>
			readdirSync(join("src", folder), { recursive: true, encoding: "utf8" })
				.filter((file) => file.endsWith(".ts"))
				.map((file) => join("src", folder, file))
				.filter((file) => /sumo(?!-provision)/i.test(code(readFileSync(file, "utf8")))),
		);
		expect(naming).toEqual([]);
	});

	it("counts for its deployments, and for a SCIM URL unless the profile says otherwise", () => {
		const scimUrl = "https://scim.example.com/v2";
		expect(dialectOf(profileFor({ deployment: "us2" }))).toBe(sumoDialect);
		expect(dialectOf(profileFor({ deployment: "custom", scimUrl }))).toBe(sumoDialect);
		expect(dialectOf(profileFor({ deployment: "custom", scimUrl, dialect: "sumo" }))).toBe(sumoDialect);
		const generic = profileFor({ deployment: "custom", scimUrl, dialect: "generic" });
		expect(dialectOf(generic)).toBe(emptyDialect);
		expect(mappingSetOf(generic).mappings).toBe(emptyDialect.defaultMappings);
		expect(() => profileFor({ deployment: "custom", scimUrl, dialect: "okta" })).toThrow("sumo or generic");
	});
});

/** A module without its comments. */
function code(text: string): string {
	return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
}
