import { called } from "../../ports/identity-name.ts";
import type { LogIdentity } from "../../ports/log/log-entry.ts";
import { shortPaths } from "./short-path.ts";

/**
 * A reason for a list that has the user's name in a column of its own, so that a cut line still shows what happened: `The userName of Ada
 * Byron (ada@…) has…` is `The userName has…`. Paths with a filter are shortened as well.
 */
export function shortReason(reason: string, user: LogIdentity): string {
	const names = user === null ? [] : [called(user), user.displayName].filter((name) => name !== "");
	const first = names.find((name) => reason.startsWith(`${name} `));
	const short =
		first === undefined
			? names.reduce((text, name) => text.replace(` of ${name}`, ""), reason)
			: reason.slice(first.length + 1);
	const brief = shortPaths(short.replace(/^[Cc]annot be provisioned: /u, ""));
	return brief.charAt(0).toUpperCase() + brief.slice(1);
}
