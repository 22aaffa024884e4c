import type { Advice } from "./error-catalog.ts";

/** Expressions that yield a value where the guide's mapping yields none. */
const fallbacks: readonly { readonly target: RegExp; readonly expression: string }[] = [
	{ target: /^emails\b/i, expression: "Coalesce([mail], [userPrincipalName])" },
	{ target: /^userName$/i, expression: "Coalesce([userPrincipalName], [mail])" },
	{ target: /^(name\.)?givenName$/i, expression: "Coalesce([givenName], [displayName])" },
	{ target: /^(name\.)?familyName$/i, expression: "Coalesce([surname], [displayName])" },
];

/** The expression to map to a required target attribute that has no value; undefined when none is known. */
export function fallbackFor(target: string): string | undefined {
	return fallbacks.find((one) => one.target.test(target))?.expression;
}

/**
 * What to do when required attributes of the target have no value.
 *
 * @param targets target paths, at least one
 */
export function adviceForMissing(who: string, targets: readonly string[]): Required<Advice> {
	const [first = ""] = targets;
	const mapped = targets.flatMap((target) => {
		const expression = fallbackFor(target);
		return expression === undefined ? [] : [`${target} to ${expression}`];
	});
	const atSource = `Give ${who} a value at the source for ${targets.join(" and ")}`;
	return mapped.length < targets.length
		? {
				advice: `${atSource}, or give the mapping a default value${mapped.length === 0 ? "" : ` (map ${mapped.join(" and ")})`}.`,
				remedy: { type: "fix-at-source", attribute: first },
			}
		: {
				advice: `Map ${mapped.join(" and ")}. Or: ${atSource.charAt(0).toLowerCase()}${atSource.slice(1)}.`,
				remedy: { type: "fix-mapping", target: first },
			};
}
