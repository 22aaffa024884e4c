import type { AttributeMapping } from "../mapping/definition/attribute-mapping.ts";
import { expression } from "../mapping/definition/plain-mapping.ts";
import { sumoDialect } from "./dialect.ts";

/** Mappings by the version of Sumo Logic's guide. */
export type MappingPreset = "guide" | "guide-2025";

const primaryRole = 'roles[primary eq "True"].value';

/**
 * The six mappings of Sumo Logic's guide. `guide-2025`, the version of July 2025, maps all roles to `roles`: it never takes a
 * role away.
 *
 * @param renamed names of Sumo Logic's roles by the values of app roles that differ from them; `guide` only
 * @see https://www.sumologic.com/help/docs/manage/security/scim/provision-with-microsoft-entra-id/
 */
export function presetMappings(
	preset: MappingPreset,
	renamed: ReadonlyMap<string, string> = new Map(),
): readonly AttributeMapping[] {
	const others = sumoDialect.defaultMappings.filter(({ target }) => target !== primaryRole);
	if (preset === "guide-2025")
		return [...others, expression("roles", "AppRoleAssignmentsComplex([appRoleAssignments])")];
	if (renamed.size === 0) return sumoDialect.defaultMappings;
	const value = "SingleAppRoleAssignment([appRoleAssignments])";
	const pairs = [...renamed].map(([from, to]) => `, ${literal(from)}, ${literal(to)}`).join("");
	return [...others, expression(primaryRole, `Switch(${value}, ${value}${pairs})`)];
}

/** A string of Entra's expression language. */
function literal(text: string): string {
	return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
