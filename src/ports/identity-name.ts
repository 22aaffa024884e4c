import type { LogIdentity } from "./log/log-entry.ts";

/** `Ada Lovelace (ada@example.com)`, without repeating an identical name. */
export function called(identity: LogIdentity): string {
	if (identity === null) return "an unknown user";
	const { displayName, userName, id } = identity;
	const name = displayName || userName || id;
	return userName === "" || userName === name ? name : `${name} (${userName})`;
}
