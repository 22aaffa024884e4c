import { called } from "../../ports/identity-name.ts";
import type { LogIdentity } from "../../ports/log/log-entry.ts";
import { shortPaths } from "./short-path.ts";

/**
 * A reason for a list that has the user's name in a column of its own, so that a cut line still shows what happened: `The userName of Ada
 * Byron (ada@…) has…` is `The userName has…`, and `The target answered with status 400: …` is `400: …`. Paths with a filter are shortened as well.
 */
export function shortReason(reason: string, user: LogIdentity): string {
	const plain = withoutJson(reason);
	const names = user === null ? [] : [called(user), user.displayName].filter((name) => name !== "");
	const first = names.find((name) => plain.startsWith(`${name} `));
	const short =
		first === undefined
			? names.reduce((text, name) => text.replace(` of ${name}`, ""), plain)
			: plain.slice(first.length + 1);
	const brief = shortPaths(
		short
			.replace(/^[Cc]annot be provisioned: /u, "")
			.replace(/^The target answered with status (?<status>\d{3}): /u, "$<status>: "),
	);
	return brief.charAt(0).toUpperCase() + brief.slice(1);
}

/** An answer in SCIM's form within a reason is only its sentence: `The target answered with status 409: a user holds the address.` */
export function withoutJson(reason: string): string {
	const [json] = /\{.*\}/su.exec(reason) ?? [];
	if (json === undefined) return reason;
	const detail = detailOf(json);
	return detail === null ? reason : reason.replace(json, () => detail);
}

function detailOf(json: string): string | null {
	try {
		const answer: unknown = JSON.parse(json);
		if (typeof answer !== "object" || answer === null || !("detail" in answer)) return null;
		return typeof answer.detail === "string" && answer.detail !== "" ? answer.detail : null;
	} catch {
		// Entra cuts long answers: what is not whole stays as it is.
		return null;
	}
}
