import type { PlannedAction, PlannedType } from "../../../engine/plan/action/planned-action.ts";
import type { Detail } from "../../components/detail-pane.tsx";
import { stepsSection, valuesSection } from "../../components/detail-sections.ts";
import { changeText } from "../../entry/entry-details.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";

const marks: Readonly<Record<PlannedType, Mark>> = {
	create: { glyph: "+", word: "create", tone: "good" },
	update: { glyph: "~", word: "update", tone: "plain" },
	enable: { glyph: "↑", word: "enable", tone: "good" },
	disable: { glyph: "↓", word: "disable", tone: "caution" },
	delete: { glyph: "✗", word: "delete", tone: "bad" },
	link: { glyph: "=", word: "link", tone: "dim" },
	unlink: { glyph: "≠", word: "unlink", tone: "dim" },
	skip: { glyph: "–", word: "skip", tone: "dim" },
	fail: { glyph: "!", word: "fail", tone: "bad" },
};

/** The order of the plan: removals, changes and additions, failures, then actions that send nothing. */
const order: readonly PlannedType[] = [
	"delete",
	"disable",
	"enable",
	"update",
	"create",
	"fail",
	"skip",
	"unlink",
	"link",
];

/** The sort rank of an action in a list. */
export function plannedRank({ type }: Pick<PlannedAction, "type">): number {
	return order.indexOf(type);
}

/** The mark of a planned action. */
export function plannedMark({ type }: Pick<PlannedAction, "type">): Mark {
	return marks[type];
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
			return action.error.reason;
		case "skip":
			return `${reasonWords(action.reason)}: ${action.detail}`;
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
			return action.changes.map(changeText).join(", ");
	}
}

/** All details of a planned action: user, reason, values old → new, and the steps that led to it. */
export function plannedDetails(action: PlannedAction, hint: RemedyHint): readonly Detail[] {
	const { glyph, word, tone } = plannedMark(action);
	const names = (who: PlannedAction["target"]) =>
		who === null ? "–" : `${who.displayName} · ${who.userName} · ${who.id}`;
	return [
		{ label: "Action", text: `${glyph} ${word}`, tone },
		{ label: "Source user", text: names(action.source) },
		{ label: "Account", text: names(action.target) },
		...(action.type === "fail"
			? [
					{ label: "Code", text: action.error.code },
					{ label: "Reason", text: action.error.reason, tone: "bad" as const },
					{ label: "What to do", text: whatToDo(action.error, hint), bold: true },
				]
			: [{ label: "Why", text: plannedSummary(action) }]),
		...valuesSection(action.changes),
		...stepsSection(action.steps),
	];
}
