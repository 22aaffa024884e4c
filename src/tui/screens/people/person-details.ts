import type { Person } from "../../../app/people/people.ts";
import { actionName } from "../../../ports/log/log-action-name.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { OpenMatter } from "../../../ports/open-matter.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { heading } from "../../components/detail/detail-sections.ts";
import { entrySummary } from "../../entry/entry-details.ts";
import { keyFor } from "../../keys/key-table.ts";
import { localTimes } from "../../text/local-times.ts";
import { markOf } from "../../text/outcome-mark.ts";
import { nearTime, relativeTime } from "../../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";
import { kindOf } from "./person/person-text.ts";
import { accountOf, linkMark, markText, type Standings, targetMark } from "./person/standing.ts";
import { runMark, stepFindings, stepLines, verdict } from "./run/run-text.ts";
import type { OnDemand, Run } from "./run/use-on-demand.ts";

export type PersonDetailsOptions = {
	readonly person: Person;
	/** What the source is called: `Entra`, or `Source` for a file. */
	readonly source: string;
	readonly standings: Standings;
	/** Undefined when the user was not provisioned on demand. */
	readonly run: Run | undefined;
	/** The user's newest log entries, newest first; null until they are read. */
	readonly history: readonly LogEntry[] | null;
	/** Why there is no preview, where one is expected; null otherwise. */
	readonly noPreview: string | null;
	/** What is open about the user; undefined for nothing. */
	readonly matter: OpenMatter | undefined;
	readonly hint: RemedyHint;
	/** Milliseconds since 1970. */
	readonly now: number;
};

/**
 * A user or group in full: on demand or an open failure first, with remedy and reason, then the four states, the steps, assignments and
 * history.
 */
export function personDetails(options: PersonDetailsOptions): readonly Detail[] {
	const { person, run, noPreview, matter, history, hint, now } = options;
	const { id, type, displayName, userName, mail, assigned } = person;
	return [
		...(run === undefined ? [] : [...verdict(run, hint), ...stepLines(run), { text: "" }]),
		...(noPreview === null || run !== undefined || type === "Group"
			? []
			: [{ text: `${noPreview} Press ${keyFor("provision")} to provision this user now.` }]),
		...(matter === undefined || run !== undefined
			? []
			: [
					{ label: "What to do", text: whatToDo(matter, hint), bold: true },
					{ label: "Reason", text: localTimes(matter.reason, now), tone: "bad" as const },
				]),
		...states(options),
		{ label: "Object ID", text: id },
		...(run === undefined ? [] : stepFindings(run)),
		...heading("Assignments"),
		...(assigned.length === 0 ? [{ text: "– Not assigned." }] : []),
		...assigned.map(({ role, via, assignmentId }) => ({
			label: role,
			text: `${via === null ? "directly" : `through ${via}`} · ${assignmentId}`,
		})),
		...heading(type === "Group" ? "Group" : "User"),
		...(type === "Group"
			? []
			: [
					{ label: "User name", text: userName || "–" },
					{ label: "Mail", text: mail || "– none" },
				]),
		{ label: "Name", text: displayName },
		...(type === "Group" || history === null
			? []
			: [
					...heading("History, newest first"),
					...(history.length === 0 ? [{ text: "– No log entries yet.", tone: "dim" as const }] : []),
					...history.map((entry) => ({
						label: nearTime(entry.time, now),
						text: `${markOf(entry.status).glyph} ${actionName(entry)} ${entrySummary(entry)}`,
						tone: entry.status === "success" ? ("plain" as const) : markOf(entry.status).tone,
					})),
				]),
	];
}

/** The four states, each on a line: what the row shows, in words. */
function states({ person, source, standings, history, now }: PersonDetailsOptions): readonly Detail[] {
	const kind = kindOf(person);
	const disabled = person.enabled ? "" : person.guest ? ", a guest, may not sign in" : ", may not sign in";
	const first: Detail = { label: source, text: `${markText(kind)}${disabled}`, tone: kind.tone };
	const assigned: Detail = {
		label: "Assigned as",
		text: person.assigned.map(({ role }) => role).join(", ") || "– not assigned",
	};
	if (person.type === "Group") return [first, assigned];
	const link = linkMark(standings, person);
	const since = standings.isHosted ? undefined : standings.links.get(person.id)?.since;
	const account = accountOf(standings, person);
	const target = targetMark(standings, person);
	const [last] = history ?? [];
	const about =
		account === undefined ? "" : ` · ${account.userName} · ${account.roles.join(", ") || "no role"}`;
	return [
		first,
		assigned,
		{
			label: "Link",
			text: `${markText(link)}${since === undefined ? "" : ` since ${nearTime(since, now)}`}${link.word === "matched" && !standings.isHosted ? ": the next cycle that provisions the user links the account" : ""}`,
			tone: link.tone,
		},
		{
			label: "Sumo",
			text: `${markText(target)}${about}${standings.problem === null ? "" : `: ${standings.problem}`}`,
			tone: target.tone,
		},
		...(last === undefined
			? []
			: [
					{
						label: "Last result",
						text: `${markOf(last.status).glyph} ${actionName(last)} ${markOf(last.status).word}, ${nearTime(last.time, now)} (${relativeTime(last.time, now)})`,
						tone: last.status === "success" ? "plain" : markOf(last.status).tone,
					},
				]),
	];
}

/** How a run over several users goes: how many are done, and each user's outcome, failures with remedy and reason first. Empty for fewer than two. */
export function batchDetails(
	{ batch, runs }: Pick<OnDemand, "batch" | "runs">,
	nameOf: (id: string) => string,
	hint: RemedyHint,
): readonly Detail[] {
	const all = batch.flatMap((id) => {
		const run = runs.get(id);
		return run === undefined ? [] : [{ id, run, mark: runMark(run) }];
	});
	if (all.length < 2) return [];
	const open = all.filter(({ run }) => run.state === "waiting" || run.state === "working").length;
	const failed = all.filter(({ mark }) => mark.tone === "bad");
	const performs = all.some(({ run }) => run.performs);
	const title = `${performs ? "On demand" : "Preview"} of ${all.length} users: ${all.length - open} done, ${failed.length} failed${open === 0 ? "" : `, ${open} to go`}`;
	const line = ({ id, mark }: (typeof all)[number]): Detail => ({
		label: nameOf(id),
		text: markText(mark),
		tone: mark.tone,
	});
	return [
		{ text: title, bold: true, tone: failed.length > 0 ? "bad" : "accent" },
		...failed.flatMap((one) => [line(one), ...reasons(one.run, hint)]),
		...all.filter(({ mark }) => mark.tone !== "bad").map(line),
	];
}

/** The reason and remedy of a failed run, indented below its user. */
function reasons(run: Run, hint: RemedyHint): readonly Detail[] {
	return verdict(run, hint)
		.slice(0, 2)
		.map(({ label, text, tone = "plain" }) => ({
			label: label === undefined ? "" : `  ${label}`,
			text,
			tone,
		}));
}

/** The current user's details with the run over several users, which is first unless the user has a run. */
export function paneDetails(
	details: readonly Detail[],
	batch: readonly Detail[],
	isRun: boolean,
): readonly Detail[] {
	if (batch.length === 0) return details;
	return isRun ? [...details, { text: "" }, ...batch] : [...batch, { text: "" }, ...details];
}
