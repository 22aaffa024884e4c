import type { Source } from "../../../attributes/source-value.ts";
import { targetKey } from "../../../attributes/target-schema.ts";
import type { CompiledMapping, CompiledMappings } from "../../../mapping/user/compile.ts";
import { evaluateMapping } from "../../../mapping/user/map-user.ts";
import { readAll } from "../../../scim/path.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import { attributeKey, type Claim } from "./match-conflicts.ts";

/** The mappings whose values no two users may share: matching attributes in their order, and unique attributes. */
export function claimedMappings({ mappings, matching, set }: CompiledMappings): readonly CompiledMapping[] {
	const unique = set.dialect.unique.flatMap(({ heldAs, value, certain }) => {
		if (!certain) return [];
		const exact = mappings.find(({ mapping }) => targetKey(mapping.target) === targetKey(heldAs));
		return (
			exact ?? mappings.find(({ mapping }) => attributeKey(mapping.target) === attributeKey(value)) ?? []
		);
	});
	return [...new Set([...matching, ...unique])];
}

/**
 * The values that a user claims. `isLinked`: a user who has an account does not claim values that are sent only on creation.
 * Mappings without a value, and those that fail, claim nothing; accounts keep a unique value then.
 */
export function claimsOf(
	compiled: CompiledMappings,
	claimed: readonly CompiledMapping[],
	source: Source,
	isLinked: boolean,
): readonly Claim[] {
	const claims: Claim[] = [];
	for (const mapping of claimed) {
		const { target } = mapping.mapping;
		const outcome = evaluateMapping(compiled, mapping, source);
		const flowing =
			outcome.type === "values" ? outcome.values.find(({ value }) => value !== null) : undefined;
		if (flowing?.creationOnly && isLinked) continue;
		const value = flowing?.value;
		if (typeof value === "string" && value !== "") claims.push({ target, value });
		else if (isUnique(target, compiled)) claims.push({ target, value: "" });
	}
	return claims;
}

/** Whether it is an attribute that an account never loses: its value is replaced by another one only. */
function isUnique(target: string, { set }: CompiledMappings): boolean {
	const key = attributeKey(target);
	return set.dialect.unique.some(({ value, certain }) => certain && attributeKey(value) === key);
}

/** The values by which an account is matched, in order of precedence. */
export function matchingValuesOf(account: ScimUser, { matching }: CompiledMappings): readonly Claim[] {
	const claims: Claim[] = [];
	for (const { mapping, path } of matching) {
		for (const value of readAll(account, path))
			if (typeof value === "string") claims.push({ target: mapping.target, value });
	}
	return claims;
}

/** The attributes by which accounts are looked up to plan a user without a link: matching attributes and unique attributes. */
export function identifyingAttributes({ matching, set }: CompiledMappings): readonly string[] {
	const unique = set.dialect.unique.filter(({ certain }) => certain).map(({ heldAs }) => heldAs);
	return [...new Set([...matching.map(({ mapping }) => mapping.target), ...unique])];
}
