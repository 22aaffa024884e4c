import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import type { PlannedAction, PlannedType } from "../../../engine/plan/action/planned-action.ts";
import type { ModifiedProperty } from "../../../mapping/modified-property.ts";
import type { OpenMatter } from "../../../ports/open-matter.ts";
import { counted as attemptText } from "../../../text/counted.ts";
import { thousands } from "../../../text/thousands.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { stepsSection, valuesSection } from "../../components/detail/detail-sections.ts";
import { localTimes } from "../../text/local-times.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { shortPath } from "../../text/short-path.ts";
import { shortReason, withoutJson } from "../../text/short-reason.ts";
import { nearTime, plannedTime, relativeTime } from "../../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";

const marks: Readonly<Record<PlannedType, Mark>> = {
	create: { glyph: "+", word: "create", tone: "good" },
	update: { glyph: "~", word: "update", tone: "plain" },
	enable: { glyph: "↑", word: "reactivate", tone: "good" },
	disable: { glyph: "↓", word: "deactivate", tone: "caution" },
	delete: { glyph: "✗", word: "delete", tone: "bad" },
	link: { glyph: "=", word: "link", tone: "dim" },
	unlink: { glyph: "≠", word: "unlink", tone: "dim" },
	skip: { glyph: "–", word: "skip", tone: "dim" },
	fail: { glyph: "!", word: "fail", tone: "bad" },
};

/** The order of the plan: failures, removals, changes and additions, then actions that send nothing. */
const order: readonly PlannedType[] = [
	"fail",
	"delete",
	"disable",
	"enable",
	"update",
	"create",
	"skip",
	"unlink",
	"link",
];

/** A user who failed before and is skipped until the next attempt. */
const waiting: Mark = { glyph: "!", word: "waits", tone: "bad" };

/** Whether a user fails and waits for the next attempt. */
export function isWaiting(action: PlannedAction): boolean {
	return action.type === "skip" && action.reason === "InEscrow";
}

/** The sort rank of an action in a list: users who failed and wait come after those who will fail. */
export function plannedRank(action: PlannedAction): number {
	return isWaiting(action) ? 0.5 : order.indexOf(action.type);
}

/** The mark of a planned action. */
export function plannedMark(action: PlannedAction): Mark {
	return kindMark(plannedKind(action));
}

/** A type of actions as the plan shows it: those who wait are a type of their own. */
export type PlannedKind = PlannedType | "wait";

/** The type of an action as the plan shows it. */
export function plannedKind(action: PlannedAction): PlannedKind {
	return isWaiting(action) ? "wait" : action.type;
}

/** The mark of a type of actions. */
export function kindMark(kind: PlannedKind): Mark {
	return kind === "wait" ? waiting : marks[kind];
}

/** The display name of the user or account of an action. */
export function plannedSubject({ source, target }: PlannedAction): string {
	return source?.displayName || target?.displayName || source?.userName || target?.userName || "–";
}

/** `Disabled at source` from `DisabledAtSource`. */
export function reasonWords(reason: string): string {
	const words = reason.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An action on one line: its reason, its error, or its changes. */
export function plannedSummary(action: PlannedAction): string {
	switch (action.type) {
		case "fail":
			return localTimes(shortReason(action.error.reason, action.source ?? action.target));
		case "skip":
			return skipText(action);
		case "disable":
		case "delete":
			return reasonWords(action.reason);
		case "unlink":
			return `${reasonWords(action.reason)}; only the link changes`;
		case "link":
			return "Matched; only the link is new";
		case "create":
		case "update":
		case "enable":
			return action.changes.map(shortChange).join(", ");
	}
}

/** The reason in words and what it means here, without saying the same twice: `Disabled at the source; no account is linked.` */
function skipText(action: Extract<PlannedAction, { type: "skip" }>): string {
	const { reason, detail, failure } = action;
	if (failure !== undefined) return localTimes(shortReason(failure.reason, action.source));
	const words = reasonWords(reason);
	const text = localTimes(detail);
	const plain = text.toLowerCase().replaceAll(" the ", " ");
	return plain.startsWith(words.toLowerCase()) ? text : `${words}: ${text}`;
}

/** `role User → Analyst`: a change with the short name of its attribute, so that the value is visible in a list. */
function shortChange({ name, old, new: next }: ModifiedProperty): string {
	const value = next ?? "(none)";
	return `${shortPath(name)} ${old === null ? value : `${old} → ${value}`}`;
}

const counted = ["fail", "delete", "disable", "enable", "update", "create", "skip"] as const;

const namesOfCounts = {
	fail: "will fail",
	delete: marks.delete.word,
	disable: marks.disable.word,
	enable: marks.enable.word,
	update: marks.update.word,
	create: marks.create.word,
} as const;

/** The counts of a plan as marks in its order: `! 5 will fail`, `↓ 1 deactivate`; without zeros. */
export function countParts({ counts, actions }: Pick<PlanReport, "counts" | "actions">): readonly Mark[] {
	// What sends nothing is one count; the rows tell a user who is skipped from a link.
	const hasLinks = actions.some(({ type }) => type === "link" || type === "unlink");
	const waits = actions.filter(isWaiting).length;
	const words = { ...namesOfCounts, skip: hasLinks ? "skip/link" : marks.skip.word };
	const parts = counted.flatMap((type): readonly Mark[] => {
		const { glyph, tone } = marks[type];
		const count = type === "skip" ? Math.max(0, counts.skip - waits) : counts[type];
		return [
			...(count === 0 ? [] : [{ glyph, word: `${thousands(count)} ${words[type]}`, tone }]),
			...(type === "fail" && waits > 0
				? [{ ...waiting, word: `${thousands(waits)} ${waits === 1 ? "waits" : "wait"}` }]
				: []),
		];
	});
	if (counts.unchanged === 0 && parts.length > 0) return parts;
	return [...parts, { glyph: "=", word: `${thousands(counts.unchanged)} unchanged`, tone: "dim" }];
}

/** The plan without the actions for the users with these source ids. */
export function withoutUsers(report: PlanReport, excluded: readonly string[]): PlanReport {
	const ids = new Set(excluded);
	return {
		...report,
		actions: report.actions.filter(({ source }) => source === null || !ids.has(source.id)),
	};
}

/** What differs between two plans, in words; empty when a cycle would do the same. */
export function planDifferences(shown: PlanReport, current: PlanReport): readonly string[] {
	const textOf = (action: PlannedAction) => `${plannedMark(action).word} ${plannedSubject(action)}`;
	const keysIn = ({ actions }: PlanReport) =>
		new Map(
			actions.map((action) => [
				JSON.stringify([action.type, action.source?.id, action.target?.id, action.changes]),
				textOf(action),
			]),
		);
	const before = keysIn(shown);
	const after = keysIn(current);
	return [
		...[...after].filter(([key]) => !before.has(key)).map(([, text]) => `new: ${text}`),
		...[...before].filter(([key]) => !after.has(key)).map(([, text]) => `gone: ${text}`),
	];
}

/** Remedy and reason, the first lines of what fails or waits: little more may be visible. */
function failureDetails(
	action: PlannedAction,
	{ hint, matters, now }: PlannedContext,
): readonly Detail[] | null {
	if (action.type === "fail")
		return [
			{ label: "What to do", text: whatToDo(action.error, hint), bold: true },
			{ label: "Reason", text: localTimes(action.error.reason), tone: "bad" },
			{ label: "Code", text: action.error.code },
		];
	if (action.type !== "skip" || action.failure === undefined) return null;
	const { code, reason, attempts, since, nextAttempt } = action.failure;
	const matter = matters.find((one) => one.kind === "userFails" && one.user.id === action.source?.id);
	return [
		...(matter === undefined ? [] : [{ label: "What to do", text: whatToDo(matter, hint), bold: true }]),
		{ label: "Reason", text: localTimes(withoutJson(reason), now), tone: "bad" },
		{
			label: "Since",
			text: `${nearTime(since, now)} (${relativeTime(since, now)}), ${attemptText(attempts, "attempt")}`,
		},
		{ label: "Next attempt", text: nextAttempt === null ? "not planned" : plannedTime(nextAttempt, now) },
		{ label: "Code", text: code },
	];
}

/** Whether the summary of an action is its changes, which its details list as values. */
function isItsChanges({ type }: PlannedAction): boolean {
	return type === "create" || type === "update" || type === "enable";
}

/** What the details of a planned action are shown with. */
export type PlannedContext = {
	readonly hint: RemedyHint;
	/** What is open: it has the remedy of a user who failed before. */
	readonly matters: readonly OpenMatter[];
	/** Milliseconds since 1970. */
	readonly now: number;
};

/** All details of a planned action: user, reason, values old → new, and the steps that led to it. */
export function plannedDetails(action: PlannedAction, context: PlannedContext): readonly Detail[] {
	const failure = failureDetails(action, context);
	const { glyph, word, tone } = plannedMark(action);
	const names = (who: PlannedAction["target"]) =>
		who === null ? "–" : `${who.displayName} · ${who.userName} · ${who.id}`;
	return [
		...(failure ?? []),
		{ label: "Action", text: `${glyph} ${word}`, tone },
		{ label: "Source user", text: names(action.source) },
		{ label: "Account", text: names(action.target) },
		...(failure === null && !isItsChanges(action) ? [{ label: "Why", text: plannedSummary(action) }] : []),
		...valuesSection(action.changes),
		...stepsSection(action.steps),
	];
}
