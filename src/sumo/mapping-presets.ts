import { isDeepStrictEqual } from "node:util";
import type { AttributeMapping } from "../mapping/definition/attribute-mapping.ts";
import { expression } from "../mapping/definition/plain-mapping.ts";
import { sumoDialect } from "./dialect.ts";

/** Mappings by the version of Sumo Logic's guide. */
export type MappingPreset = "guide" | "guide-2025";

const primaryRole = 'roles[primary eq "True"].value';
const ownRole = "SingleAppRoleAssignment([appRoleAssignments])";

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
	const value = ownRole;
	const pairs = [...renamed].map(([from, to]) => `, ${literal(from)}, ${literal(to)}`).join("");
	return [...others, expression(primaryRole, `Switch(${value}, ${value}${pairs})`)];
}

/** The names from which `presetMappings` makes exactly these mappings, in any order; undefined when it makes them from none. */
export function renamedRolesOf(
	mappings: readonly AttributeMapping[],
): ReadonlyMap<string, string> | undefined {
	const source = mappings.find(({ target }) => target === primaryRole)?.source;
	if (source?.type !== "expression" || !source.expression.startsWith(`Switch(${ownRole}, ${ownRole}, `))
		return undefined;
	const texts = [...source.expression.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
		text.replace(/\\(.)/g, "$1"),
	);
	const renamed = new Map(
		texts.flatMap((from, at) => (at % 2 === 0 ? [[from, texts[at + 1] ?? ""] as const] : [])),
	);
	const made = presetMappings("guide", renamed);
	const isSame =
		mappings.length === made.length &&
		made.every((one) => mappings.some((other) => isDeepStrictEqual({ ...one }, { ...other })));
	return isSame ? renamed : undefined;
}

/** A string of Entra's expression language. */
function literal(text: string): string {
	return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
