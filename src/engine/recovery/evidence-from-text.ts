import { writtenPath } from "../../attributes/target-schema.ts";
import { redactedText } from "../../expression/index.ts";
import { isRolesPath, roleNames } from "../../mapping/definition/roles.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { IntendedOperation } from "../../ports/store/intent.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { type Evidence, evidenceOf, type Known } from "./evidence.ts";

/**
 * The same for an intent that was recorded before version 7 of the store, which kept only the text of the log entry. Values
 * wrapped in `Redact` are unknown and can't be judged.
 */
export function evidenceFromText(
	properties: readonly ModifiedProperty[],
	account: ScimUser,
	target: Known,
): Evidence {
	const operations: IntendedOperation[] = [];
	const roles = { shown: [] as string[], missing: [] as string[] };
	for (const { name: path, new: text } of properties) {
		if (text === redactedText) continue;
		if (text === null) operations.push({ op: "remove", path });
		else if (!isRolesPath(writtenPath(path))) operations.push({ op: "replace", path, value: text });
		else (isListOf(text, roleNames(account.roles)) ? roles.shown : roles.missing).push(path);
	}
	const { shown, missing } = evidenceOf(operations, account, target, () => "");
	return { shown: [...shown, ...roles.shown], missing: [...missing, ...roles.missing] };
}

/** Whether the text lists the roles, in any order. A name may contain the separator, so both sides are split the same way. */
function isListOf(text: string, names: readonly string[]): boolean {
	const pieces = (list: string) => list.split(", ").sort().join("\n");
	return pieces(text) === pieces(names.join(", "));
}
