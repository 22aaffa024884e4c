import type { OnDemandReport, OnDemandStep } from "../../../../app/provisioning/provisioning.ts";
import { actionName } from "../../../../ports/log/log-action-name.ts";
import type { Detail } from "../../../components/detail/detail-pane.tsx";
import { heading } from "../../../components/detail/detail-sections.ts";
import { keyFor } from "../../../keys/key-table.ts";
import { localTimes } from "../../../text/local-times.ts";
import { type Mark, markOf } from "../../../text/outcome-mark.ts";
import { type RemedyHint, whatToDo } from "../../../text/what-to-do.ts";
import { plannedMark } from "../../plan/planned-text.ts";
import type { OnDemand, Run } from "./use-on-demand.ts";

/** The action that a run shows, as far as it is one that writes. */
function pendingAction(report: OnDemandReport | null) {
	const action = report?.action ?? null;
	if (action === null || report?.entry !== null) return null;
	return action.type === "skip" || action.type === "fail" ? null : action;
}

/** Whether a preview shows an action that can be performed and has not been. */
export function isPerformable(run: Run | undefined): boolean {
	return run?.state === "done" && pendingAction(run.report) !== null;
}

/** The outcome of a run in a few words. Success is only what the target has shown. */
export function runMark({ state, performs, report, steps }: Run): Mark {
	switch (state) {
		case "waiting":
			return { glyph: "·", word: "waiting", tone: "dim" };
		case "working":
			return { glyph: "…", word: steps.at(-1) === undefined ? "reading" : stepWord(steps), tone: "accent" };
		case "stopped":
			return { glyph: "–", word: "stopped", tone: "caution" };
		case "failed":
			return { glyph: "✗", word: performs ? "failed" : "no preview", tone: "bad" };
		case "done":
			return report === null ? { glyph: "–", word: "nothing", tone: "dim" } : outcomeMark(report, performs);
	}
}

/** The step that comes after those known. */
function stepWord(steps: readonly OnDemandStep[]): string {
	const words: Readonly<Record<OnDemandStep["name"], string>> = {
		"Test connection": "importing",
		"Import user": "scope",
		"Determine if user is in scope": "matching",
		"Match user between source and target": "action",
		"Perform action": "ending",
	};
	const last = steps.at(-1);
	return last === undefined ? "importing" : words[last.name];
}

function outcomeMark({ entry, action, steps }: OnDemandReport, performs: boolean): Mark {
	if (entry !== null) {
		const { glyph, tone } = markOf(entry.status);
		return {
			glyph,
			word: entry.status === "success" ? (action?.type ?? actionName(entry).toLowerCase()) : entry.status,
			tone,
		};
	}
	if (steps.some(({ status }) => status === "failure"))
		return { glyph: "✗", word: performs ? "failed" : "will fail", tone: "bad" };
	if (action === null || performs) return { glyph: "–", word: "no change", tone: "dim" };
	const { glyph, word, tone } = plannedMark(action);
	return { glyph, word: action.type === "fail" ? "will fail" : `${word}?`, tone };
}

/** What happened or would happen, with the remedy and the reason of a failure first. */
export function verdict(run: Run, hint: RemedyHint): readonly Detail[] {
	const { state, performs, report, error } = run;
	if (error !== null) return [{ text: `✗ ${localTimes(error)}`, tone: "bad", bold: true }];
	if (state === "waiting") return [{ text: "· Waiting for the previous users.", tone: "dim" }];
	if (state === "stopped")
		return [{ text: "– Stopped. Nothing was written for this user.", tone: "caution", bold: true }];
	if (state === "working" || report === null)
		return [
			{
				text: performs ? "… Performing the steps…" : "… Previewing. Nothing is written.",
				tone: "accent",
				bold: true,
			},
		];
	const { action, entry, steps } = report;
	if (entry !== null) {
		const mark = markOf(entry.status);
		const done: Detail = {
			text: `${mark.glyph} ${actionName(entry)}: ${mark.word}.`,
			tone: mark.tone,
			bold: true,
		};
		return entry.error === null ? [done] : [...failure(entry.error, hint), done];
	}
	const failed = steps.find(({ status }) => status === "failure");
	if (failed !== undefined && action === null)
		return [{ text: `✗ ${failed.name}: ${localTimes(failed.summary)}`, tone: "bad", bold: true }];
	if (action === null) return [{ text: "– Nothing to do.", tone: "dim", bold: true }];
	if (action.type === "fail")
		return [
			...failure(action.error, hint),
			{ text: "✗ Would fail. Nothing has been written.", tone: "bad", bold: true },
		];
	if (action.type === "skip")
		return [{ text: `– Would be skipped: ${localTimes(action.detail)}`, tone: "dim", bold: true }];
	if (performs) return [{ text: "– Nothing had to be changed.", tone: "dim", bold: true }];
	const { glyph, word, tone } = plannedMark(action);
	return [
		{
			text: `${glyph} Would ${word}. Nothing has been written yet; press ${keyFor("provision")} to perform it.`,
			tone,
			bold: true,
		},
	];
}

function failure(
	error: Parameters<typeof whatToDo>[0] & { readonly reason: string },
	hint: RemedyHint,
): readonly Detail[] {
	return [
		{ label: "What to do", text: whatToDo(error, hint), bold: true },
		{ label: "Reason", text: localTimes(error.reason), tone: "bad" },
	];
}

/** Entra's steps in order, which a report has unless it failed early. */
const expected = [
	"Import user",
	"Determine if user is in scope",
	"Match user between source and target",
	"Perform action",
] as const satisfies readonly OnDemandStep["name"][];

/** The steps that are known, each on a line, and while it runs the names of those to come. */
export function stepLines({ state, steps }: Run): readonly Detail[] {
	const isOpen = state === "waiting" || state === "working";
	const known = new Set(steps.map(({ name }) => name));
	const open = isOpen ? expected.filter((name) => !known.has(name)) : [];
	return [
		...steps.map(({ name, status, summary }, index): Detail => {
			const { glyph, word, tone } = markOf(status);
			const said = summary === "" ? "" : `: ${localTimes(summary)}`;
			return { text: `${index + 1} ${glyph} ${name} (${word})${said}`, tone };
		}),
		...open.map((name, index): Detail => ({ text: `${steps.length + index + 1} … ${name}`, tone: "dim" })),
	];
}

/** What each step found, below its name. */
export function stepFindings({ steps }: Run): readonly Detail[] {
	return steps.flatMap(({ name, details }): readonly Detail[] =>
		details.length === 0
			? []
			: [...heading(name), ...details.map((detail) => ({ label: detail.name, text: detail.value }))],
	);
}

/** `Previewing Ada Brink, 3 of 12…`. */
export function busyText({ batch, runs }: OnDemand, nameOf: (id: string) => string): string {
	const at = batch.findIndex((id) => runs.get(id)?.state === "working");
	const id = batch[at];
	const run = id === undefined ? undefined : runs.get(id);
	if (id === undefined || run === undefined) return "Provisioning on demand…";
	const count = batch.length > 1 ? `, ${at + 1} of ${batch.length}` : "";
	return run.performs
		? `Provisioning ${nameOf(id)}${count}…`
		: `Previewing ${nameOf(id)}${count} (nothing is written)…`;
}
