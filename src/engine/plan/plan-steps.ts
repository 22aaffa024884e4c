import type { LogStatus, LogStep } from "../../ports/log/log-entry.ts";
import type { Link } from "../../ports/store/link.ts";
import type { ScopeStep } from "../../scoping/evaluate.ts";
import { isEnabled, type SourceUser } from "../../source/source-user.ts";
import { type Match, matchingWords, type Tried } from "./accounts/match.ts";
import type { ScopeDecision } from "./action/scope-decision.ts";

/** A step of the log, for people. */
export function step(type: LogStep["type"], status: LogStatus, description: string): LogStep {
	return { type, status, description };
}

/** Scoping steps by status and description. Most users share theirs: each is kept once, so that 100,000 plans fit in memory. */
const scopingSteps = new Map<string, LogStep>();
const maximum = 1000;

function sharedScopingStep(status: LogStatus, description: string): LogStep {
	const key = `${status} ${description}`;
	const known = scopingSteps.get(key);
	if (known !== undefined) return known;
	const made = step("scoping", status, description);
	if (scopingSteps.size < maximum) scopingSteps.set(key, made);
	return made;
}

const absent = step("import", "warning", "The source no longer has this user.");
const softDeleted = step("import", "warning", "The user was read from the source: they are soft-deleted.");
const enabled = readStep("enabled");
const disabled = readStep("disabled");

function readStep(state: string): LogStep {
	return step("import", "success", `The user was read from the source: their account is ${state} there.`);
}

/** That the user was read, and whether the source has them enabled. */
export function importStep(user: SourceUser | null, scopeDecision: ScopeDecision): LogStep {
	if (user === null) return absent;
	if (!scopeDecision.inScope && scopeDecision.reason === "SoftDeletedAtSource") return softDeleted;
	return isEnabled(user) ? enabled : disabled;
}

/** Whether the user is in scope, and by which conditions. */
export function scopingStep({ inScope, evaluation }: ScopeDecision): LogStep {
	if (evaluation === null) return sharedScopingStep("skipped", "Out of scope: the source has no such user.");
	const why = evaluation.steps.map(sentence).join("; ");
	if (inScope) return sharedScopingStep("success", `In scope. ${why}.`);
	return sharedScopingStep("skipped", `Out of scope. ${why}.`);
}

function sentence({ description, found, holds, clauses }: ScopeStep): string {
	if (clauses.length === 0) return found === "" ? description : `${description}: ${found}`;
	const failed = clauses.filter((clause) => !clause.holds).map(sentence);
	return holds ? `${description} holds` : `${description} fails (${failed.join(", ")})`;
}

/** How the account was found, or not. Without a match, no search was made, unless there is a managed link. */
export function matchingStep(
	link: Link | undefined,
	match: Match | null,
	scopeDecision: ScopeDecision,
	isLinked: boolean,
): LogStep {
	if (isLinked) return step("matching", "success", "Linked from an earlier cycle.");
	if (match === null) {
		return link?.state === "managed" && !scopeDecision.inScope
			? step("matching", "warning", `The linked account ${link.targetId} is no longer in the target.`)
			: step("matching", "skipped", "No account was looked for.");
	}
	const gone = link === undefined ? "" : `The linked account ${link.targetId} is gone; re-matched. `;
	const found = match.tried.map(triedSentence).join("; ");
	if (match.type === "service")
		return step("matching", "failure", `${gone}A service account matches: ${found}.`);
	if (match.type === "several")
		return step("matching", "failure", `${gone}Several accounts match: ${found}.`);
	if (match.tried.length === 0)
		return step("matching", "success", `${gone}No matching attribute has a value, so no account matches.`);
	return step("matching", "success", `${gone}${found}.`);
}

function triedSentence(tried: Tried): string {
	const { found } = tried;
	const [first] = found;
	const words = matchingWords(tried);
	if (first === undefined) return `no account has ${words}`;
	if (found.length > 1)
		return `${found.length} accounts have ${words} (${found.map(({ id }) => id).join(", ")})`;
	return `account ${first.id} (${first.active ? "active" : "deactivated"}) has ${words}`;
}
