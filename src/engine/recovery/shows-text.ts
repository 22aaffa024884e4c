import { writtenPath } from "../../attributes/target-schema.ts";
import { redactedText } from "../../expression/index.ts";
import { isRolesPath, roleNames } from "../../mapping/roles.ts";
import type { ModifiedProperty } from "../../ports/log-entry.ts";
import type { IntendedOperation } from "../../ports/store.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { type Known, showsOperations } from "./shows-operations.ts";

/**
 * The same for an intent that was recorded before version 7 of the store, which kept only the text of the log entry. Values
 * wrapped in `Redact` are unknown: if there is nothing else to compare, the change counts as not made and is planned again.
 */
export function showsText(
	properties: readonly ModifiedProperty[],
	account: ScimUser,
	target: Known,
): boolean {
	const known = properties.filter((property) => property.new !== redactedText);
	if (known.length === 0) return false;
	const operations: IntendedOperation[] = [];
	for (const { name: path, new: text } of known) {
		if (text === null) operations.push({ op: "remove", path });
		else if (!isRolesPath(writtenPath(path))) operations.push({ op: "replace", path, value: text });
		else if (!isListOf(text, roleNames(account.roles))) return false;
	}
	return showsOperations(operations, account, target, () => "");
}

/** Whether the text lists the roles, in any order. A name may contain the separator, so both sides are split the same way. */
function isListOf(text: string, names: readonly string[]): boolean {
	const pieces = (list: string) => list.split(", ").sort().join("\n");
	return pieces(text) === pieces(names.join(", "));
}
