import { targetKey, writtenPath } from "../../attributes/target-schema.ts";
import type { AttributeMapping } from "./attribute-mapping.ts";
import { defaultMappingSet, type MappingSet, targetsOf } from "./mapping-set.ts";
import { isRolesPath } from "./roles.ts";

/** An edit that is refused. The message says why, and what to do instead. */
export class ChangeError extends Error {
	override readonly name = "ChangeError";
	readonly code: "required" | "duplicate" | "unknown" | "not-matching" | "fixed";
	readonly target: string;

	constructor(code: ChangeError["code"], target: string, problem: string) {
		super(problem);
		this.code = code;
		this.target = target;
	}
}

/** Why the mapping to this target cannot be deleted, or null when it can. Throws `PathError`. */
export function whyKept(set: MappingSet, target: string): string | null {
	const matching = matchingOf(set).map((one) => targetKey(one.target));
	const isOnlyMatch = matching.length === 1 && matching[0] === targetKey(target);
	return (
		whyRequired(set, target) ??
		(isOnlyMatch ? `${target} alone matches users with accounts: let another mapping match first` : null)
	);
}

/** Why no other target can take the place of this one, or null when one can. */
function whyRequired(set: MappingSet, target: string): string | null {
	const targets = targetsOf(set);
	const path = writtenPath(target);
	const attribute = isRolesPath(path) ? targets.find(path) : targets.named(target);
	if (attribute?.name === "userName") {
		return "userName identifies the account: change its mapping instead of deleting it";
	}
	if (attribute?.required !== true) return null;
	const by = attribute.documented ? `by ${set.dialect.name}` : "in the attribute list";
	return `${target} is required ${by}: change its mapping instead of deleting it`;
}

/** The set with one more mapping. Throws `ChangeError` when the target is mapped already, `PathError` when it is not a path. */
export function addMapping(set: MappingSet, mapping: AttributeMapping): MappingSet {
	refuseDuplicate(set.mappings, mapping.target);
	return { ...set, mappings: [...set.mappings, mapping] };
}

/**
 * The set with the mapping to `target` replaced, in its place; the new one may have another target, unless the old is
 * required. Throws `ChangeError`, and `PathError` when the new target is not a path.
 */
export function replaceMapping(set: MappingSet, target: string, mapping: AttributeMapping): MappingSet {
	const index = indexOf(set, target);
	const isMoved = targetKey(mapping.target) !== targetKey(target);
	const reason = isMoved ? whyRequired(set, target) : null;
	if (reason !== null) throw new ChangeError("required", target, reason);
	refuseDuplicate(set.mappings.toSpliced(index, 1), mapping.target);
	return { ...set, mappings: set.mappings.with(index, mapping) };
}

/** The set without the mapping to `target`. Throws `ChangeError` for a required one, and for the only one that matches users. */
export function removeMapping(set: MappingSet, target: string): MappingSet {
	const index = indexOf(set, target);
	const reason = whyKept(set, target);
	if (reason !== null) throw new ChangeError("required", target, reason);
	return { ...set, mappings: set.mappings.toSpliced(index, 1) };
}

/** The set with a matching attribute one place earlier or later in precedence; precedences become 1, 2, 3… */
export function movePrecedence(set: MappingSet, target: string, by: -1 | 1): MappingSet {
	const matching = matchingOf(set);
	const wanted = targetKey(target);
	const from = matching.findIndex((one) => targetKey(one.target) === wanted);
	const [moved] = matching.slice(from, from + 1);
	if (from === -1 || moved === undefined) {
		throw new ChangeError("not-matching", target, `${target} is not used to match users`);
	}
	const to = Math.min(Math.max(from + by, 0), matching.length - 1);
	const order = matching.toSpliced(from, 1).toSpliced(to, 0, moved);
	const precedence = new Map(order.map((one, index) => [one, index + 1]));
	const mappings = set.mappings.map((one) => {
		const matchingPrecedence = precedence.get(one);
		return matchingPrecedence === undefined ? one : { ...one, matchingPrecedence };
	});
	return { ...set, mappings };
}

/** The dialect's default mappings and all actions. The attribute lists, and whether to fail where Entra would, stay as chosen. */
export function restoreDefaults(set: MappingSet): MappingSet {
	return { ...defaultMappingSet(set.dialect), entraStrict: set.entraStrict, attributes: set.attributes };
}

/** The mappings that match users, in order of precedence. */
export function matchingOf(set: MappingSet): readonly AttributeMapping[] {
	return set.mappings
		.filter(({ matchingPrecedence }) => matchingPrecedence !== undefined)
		.sort((left, right) => (left.matchingPrecedence ?? 0) - (right.matchingPrecedence ?? 0));
}

function indexOf(set: MappingSet, target: string): number {
	const wanted = targetKey(target);
	const index = set.mappings.findIndex((one) => targetKey(one.target) === wanted);
	if (index === -1) throw new ChangeError("unknown", target, `${target} is not mapped`);
	return index;
}

function refuseDuplicate(mappings: readonly AttributeMapping[], target: string): void {
	const wanted = targetKey(target);
	if (mappings.some((one) => targetKey(one.target) === wanted)) {
		throw new ChangeError("duplicate", target, `${target} is mapped already: edit that mapping instead`);
	}
}
