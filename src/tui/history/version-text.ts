import { describeRuleChange, type RuleChange } from "../../app/rules/rule-changes.ts";
import type { RuleVersion } from "../../app/rules/rule-history.ts";
import { counted } from "../../text/counted.ts";
import type { Detail } from "../components/detail/detail-pane.tsx";
import type { Column } from "../components/list/column.ts";
import { initialCycle } from "../text/initial-cycle.ts";
import { dateTime } from "../text/show-time.ts";
import type { Tone } from "../theme/theme.ts";

/** Changes as lines of a diff. */
export function changeLines(changes: readonly RuleChange[]): readonly string[] {
	return changes.flatMap(describeRuleChange);
}

function gist({ number, changes }: RuleVersion): string {
	const [first, ...more] = changeLines(changes);
	if (first === undefined) return number === 1 ? "start of the history" : "mapping order only";
	return more.length === 0 ? first : `${first}, and ${counted(more.length, "more change")}`;
}

function who({ savedBy }: Pick<RuleVersion, "savedBy">): string {
	return savedBy ?? "(found)";
}

/** The versions as a table. */
export const versionColumns: readonly Column<RuleVersion>[] = [
	{ title: "#", names: ["number"], width: 4, align: "right", text: ({ number }) => String(number) },
	{ title: "Saved", width: 16, text: ({ savedAt }) => dateTime(savedAt) },
	{ title: "By", width: 12, text: who },
	{ title: "", names: ["current"], width: 5, text: ({ isCurrent }) => (isCurrent ? "✓ now" : "") },
	{ title: "What changed", width: { min: 24, grow: 1 }, text: gist },
];

/** The text that the filter of the history searches. */
export function versionText(version: RuleVersion): string {
	return `${version.number} ${dateTime(version.savedAt)} ${who(version)} ${changeLines(version.changes).join(" ")}`;
}

const tones: Readonly<Record<string, Tone>> = { "+": "good", "-": "bad" };

function diffDetails(title: string, changes: readonly RuleChange[], none: string): readonly Detail[] {
	const lines = changeLines(changes);
	return [
		{ text: title, bold: true, tone: "accent" },
		...(lines.length === 0 ? [{ text: none, tone: "dim" as const }] : []),
		...lines.map((text) => ({ text, tone: tones[text.charAt(0)] ?? ("plain" as const) })),
	];
}

/** What a version changed when it was saved, then what restoring it would change now. */
export function versionDetails(version: RuleVersion): readonly Detail[] {
	const { changes, restoring, isCurrent } = version;
	const restored = isCurrent
		? "Nothing: this is the current version."
		: "Only the order of the mappings changes.";
	return [
		...diffDetails("Changes in this version", changes, `Nothing to compare: ${gist(version)}.`),
		{ text: "" },
		...diffDetails("Restoring it would change", restoring, restored),
	];
}

/** The first few changes and the number of the others, for a dialog with limited space. */
export function changesAsked(changes: readonly RuleChange[], max: number): readonly string[] {
	const lines = changeLines(changes);
	const more = lines.length - max;
	return [...lines.slice(0, max), ...(more > 0 ? [`… and ${counted(more, "more change")}`] : [])];
}

/** The text of the dialog before restoring. */
export function restoringLines({ restoring }: RuleVersion): readonly string[] {
	return [
		...changesAsked(restoring, 6),
		"This restores mappings, target actions and scope. The current version stays in the history.",
		initialCycle,
	];
}
