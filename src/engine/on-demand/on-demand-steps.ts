import { redactedText } from "../../expression/index.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { ScopeStep } from "../../scoping/evaluate.ts";
import { isEnabled, isSoftDeleted, type SourceUser } from "../../source/source-user.ts";
import { matchingWords } from "../plan/accounts/match.ts";
import type { DeprovisionReason, PlannedAction } from "../plan/action/planned-action.ts";
import type { ScopeDecision } from "../plan/action/scope-decision.ts";
import type { PlannedWorkItem } from "../plan/plan-work-item.ts";

export type StepDetail = { readonly name: string; readonly value: string };

/**
 * One of Entra's steps for one user.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/provision-on-demand
 */
export type OnDemandStep = {
	readonly name:
		| "Test connection" // shown only when it fails
		| "Import user"
		| "Determine if user is in scope"
		| "Match user between source and target"
		| "Perform action";
	readonly status: "success" | "failure" | "skipped" | "pending";
	readonly summary: string;
	readonly details: readonly StepDetail[];
};

/** `redacted`: attributes, in lower case, whose values are not shown. Null: only the link is left of the user. */
export function importUser(user: SourceUser | null, redacted: ReadonlySet<string>): OnDemandStep {
	if (user === null) {
		const summary = "The source no longer has this user.";
		return { name: "Import user", status: "skipped", summary, details: [] };
	}
	const details = Object.entries(user.attributes)
		.filter(([, value]) => value !== null && value !== "")
		.map(([name, value]) => {
			if (redacted.has(name.toLowerCase())) return { name, value: redactedText };
			return { name, value: Array.isArray(value) ? value.join(", ") : String(value) };
		});
	return { name: "Import user", status: "success", summary: "The user was read from the source.", details };
}

const outOfScope: Readonly<Record<DeprovisionReason, string>> = {
	Unassigned: "not assigned to the application",
	OutOfScope: "no scoping filter matches the user",
	DisabledAtSource: "disabled at the source",
	SoftDeletedAtSource: "soft-deleted at the source",
	DeletedAtSource: "deleted at the source",
};

export function determineScope(user: SourceUser | null, scopeDecision: ScopeDecision): OnDemandStep {
	const { inScope, evaluation } = scopeDecision;
	const active = user !== null && isEnabled(user) && !isSoftDeleted(user);
	const details = [
		{ name: "Active at the source", value: active ? "yes" : "no" },
		...(evaluation?.steps ?? []).flatMap((step) => verdicts(step, "")),
	];
	const summary = scopeDecision.inScope
		? "The user is in scope."
		: `The user is out of scope: ${outOfScope[scopeDecision.reason]}.`;
	return { name: "Determine if user is in scope", status: inScope ? "success" : "skipped", summary, details };
}

/** A condition and its clauses, each with what was found: `yes, "R&D"`. */
function verdicts({ description, found, holds, clauses }: ScopeStep, mark: string): readonly StepDetail[] {
	const verdict = holds ? "yes" : "no";
	const value = found === "" || found === verdict ? verdict : `${verdict}, ${found}`;
	return [{ name: `${mark}${description}`, value }, ...clauses.flatMap((clause) => verdicts(clause, "· "))];
}

export function matchUsers({ action, match, linked }: PlannedWorkItem): OnDemandStep {
	const name = "Match user between source and target";
	if (linked) {
		const summary = "The user is linked with an account from before.";
		return {
			name,
			status: "success",
			summary,
			details: [{ name: "linked account", value: accountWords(linked) }],
		};
	}
	if (match === null) {
		const matching = action.steps.find(({ type }) => type === "matching");
		const summary = matching?.description ?? "No account was looked for.";
		return { name, status: matching?.status === "failure" ? "failure" : "skipped", summary, details: [] };
	}
	const details = match.tried.map((tried) => ({
		name: matchingWords(tried),
		value: tried.found.length === 0 ? "no account" : tried.found.map(accountWords).join("; "),
	}));
	const summaries = {
		none: "No account matches.",
		one: "One account matches.",
		several: "Several accounts match.",
		service: "A service account matches, which no user gets.",
	} as const;
	return {
		name,
		status: match.type === "several" || match.type === "service" ? "failure" : "success",
		summary: summaries[match.type],
		details,
	};
}

function accountWords({ id, userName, active }: ScimUser): string {
	return `${userName} (${id}, ${active ? "active" : "deactivated"})`;
}

/**
 * What the next cycle would do, `inCycle`. Where that differs from `now`, what provisioning the user on demand would do, a detail
 * gives the reason.
 */
export function previewAction(now: PlannedAction, inCycle: PlannedAction): OnDemandStep {
	const step = performAction(inCycle, false, null);
	if (now === inCycle || now.type !== "fail") return step;
	if (inCycle.type === "fail" && inCycle.error.code === now.error.code) return step;
	return { ...step, details: [...step.details, { name: "only in a cycle", value: now.error.reason }] };
}

/** What would be done, or what was: `entry` is null before it is performed, and where nothing is logged. */
export function performAction(
	action: PlannedAction,
	isPerformed: boolean,
	entry: LogEntry | null,
): OnDemandStep {
	const name = "Perform action";
	const planned = action.steps.find(({ type }) => type === "processing")?.description ?? action.type;
	const error = entry?.error ?? (action.type === "fail" ? action.error : null);
	if (error) {
		const details = [
			{ name: "error", value: error.code },
			{ name: "reason", value: error.reason },
			{ name: "recommended action", value: error.recommendedAction },
		];
		return { name, status: "failure", summary: error.reason, details };
	}
	const details = (entry?.modifiedProperties ?? action.changes).map((change) => ({
		name: change.name,
		value: `${change.old ?? "(empty)"} → ${change.new ?? "(empty)"}`,
	}));
	if (action.type === "skip") return { name, status: "skipped", summary: action.detail, details };
	if (!isPerformed) return { name, status: "pending", summary: planned, details };
	return { name, status: "success", summary: entry?.steps.at(-1)?.description ?? planned, details };
}

export function failedStep(name: OnDemandStep["name"], summary: string): OnDemandStep {
	return { name, status: "failure", summary, details: [] };
}
