import { writtenPath } from "../../attributes/target-schema.ts";
import { redactedAttributes, redactedText } from "../../expression/index.ts";
import { isRolesPath, roleNames } from "../../mapping/definition/roles.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import { valueText } from "../../mapping/diff.ts";
import type { CompiledMapping, CompiledMappings } from "../../mapping/user/compile.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { IntendedOperation } from "../../ports/store/intent.ts";
import { extensionOf, read, readAll, type TargetPath } from "../../scim/path.ts";
import type { Json, ScimUser } from "../../scim/resource.ts";
import type { Write } from "../plan/action/desired-state.ts";
import { evidenceOf } from "../recovery/evidence.ts";

/**
 * What an update changed without being asked to: a mapped attribute that it does not set has another value than before, or the
 * account is deactivated. `old` is what the account shows now, `new` what it should have.
 */
export function sideEffects(
	action: Write,
	after: ScimUser,
	{ mappings, set: { dialect }, targets }: CompiledMappings,
): readonly ModifiedProperty[] {
	if (action.type !== "update" && action.type !== "enable") return [];
	const { present, changes } = action;
	const keeps = (name: string) => !changes.some((change) => change.name === name);
	const effects: ModifiedProperty[] = [];
	if (action.type === "update" && present.active && !after.active && keeps("active"))
		effects.push({ name: "active", old: "False", new: "True" });
	const written = changes.map(({ name }) => writtenPath(name));
	// Of a list that has one element, or that is written as a whole, nothing else stays.
	const isWritten = ({ path }: CompiledMapping) =>
		(isRolesPath(path) || keepsOne(path, dialect)) && written.some((other) => isSameAttribute(path, other));
	const kept = mappings.filter((one) => one.mapping.target !== "active" && keeps(one.mapping.target));
	for (const one of kept) {
		if (isWritten(one)) continue;
		const { target } = one.mapping;
		const before = valueAt(one.path, present, dialect);
		const operation: IntendedOperation =
			before === null ? { op: "remove", path: target } : { op: "replace", path: target, value: before };
		const { missing } = evidenceOf([operation], after, { targets, dialect }, () => "");
		if (missing.length === 0) continue;
		const isRedacted = one.expression !== null && redactedAttributes(one.expression.ast.root).size > 0;
		const shown = (value: Json) => (isRedacted && value !== null ? redactedText : valueText(value));
		const now = valueAt(one.path, after, dialect);
		effects.push({ name: target, old: shown(now), new: shown(before) });
	}
	return effects;
}

/** The account's value at a path; null when it has none. Roles are their names in ascending order. */
function valueAt(path: TargetPath, account: ScimUser, dialect: TargetDialect): Json {
	if (isRolesPath(path)) return roleNames(account.roles).toSorted();
	return (
		(keepsOne(path, dialect) ? readAll(account, { ...path, filter: null })[0] : read(account, path)) ?? null
	);
}

function keepsOne(path: TargetPath, { singleValuedLists }: TargetDialect): boolean {
	return extensionOf(path) === null && singleValuedLists.has(path.attribute.toLowerCase());
}

function isSameAttribute(left: TargetPath, right: TargetPath): boolean {
	return (
		extensionOf(left) === extensionOf(right) && left.attribute.toLowerCase() === right.attribute.toLowerCase()
	);
}
