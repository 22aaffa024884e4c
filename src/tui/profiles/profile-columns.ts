import type { ProfileSummary } from "../../app/profiles/profiles.ts";
import type { HostedReport } from "../../app/status/read-hosted-status.ts";
import type { StateOfJob } from "../../app/status/status.ts";
import type { Profile } from "../../config/profile.ts";
import { isOn, unknownWords, unknownWordText } from "../../setup/job-status.ts";
import { counted } from "../../text/counted.ts";
import type { Detail } from "../components/detail/detail-pane.tsx";
import { type Column, markCell } from "../components/list/column.ts";
import { cycleCountText } from "../text/count-text.ts";
import { cycleMark, executionMark } from "../text/cycle-mark.ts";
import { drawable } from "../text/fit-text.ts";
import type { Mark } from "../text/outcome-mark.ts";
import { dateTime, nearTime, relativeTime } from "../text/show-time.ts";
import { targetLabel } from "../text/target-label.ts";

/** A profile in the switcher. */
export type ProfileRow = ProfileSummary & {
	/** Whether the console shows it now. */
	readonly isOpen: boolean;
	/** Entra's own job: what was read of it, or why it could not be read. Null for the direct mode, and before it is read. */
	readonly job: HostedReport | { readonly problem: string } | null;
};

const states: Readonly<Record<StateOfJob, Mark>> = {
	on: { glyph: "●", word: "On", tone: "good" },
	off: { glyph: "○", word: "Off", tone: "dim" },
	running: { glyph: "·", word: "running", tone: "plain" },
	paused: { glyph: "‖", word: "paused", tone: "caution" },
	quarantined: { glyph: "!", word: "quarantine", tone: "caution" },
};

const unreadable: Mark = { glyph: "✗", word: "unreadable", tone: "bad" };
const older: Mark = { glyph: "·", word: "not read", tone: "dim" };
const unread: Mark = { glyph: "!", word: "not read", tone: "caution" };
const atEntra: Mark = { glyph: "·", word: "at Entra", tone: "plain" };
const unsaved: Mark = { glyph: "–", word: "not saved", tone: "dim" };

/** Whether a profile is On, and what its job does. */
export function stateMark({ profile, status, isOlder, problem, job }: ProfileRow): Mark {
	if (problem !== null) return unreadable;
	if (profile?.provisioning.mode === "hosted") return jobMark(job);
	if (isOlder) return older;
	return status === undefined ? unsaved : states[status.state];
}

function jobMark(job: ProfileRow["job"]): Mark {
	if (job === null) return atEntra;
	if ("problem" in job) return unread;
	if (job.job.quarantine !== null) return states.quarantined;
	const [unknown] = unknownWords({ ...job.job, lastExecution: null });
	if (unknown !== undefined) return { glyph: "?", word: drawable(unknown.word), tone: "caution" };
	return isOn(job.job) ? states.on : states.off;
}

/** When the last cycle began, and how it ended; null for none that is known. */
function cycleOf(row: ProfileRow): { readonly startedAt: number; readonly mark: Mark } | null {
	if (row.job !== null && "job" in row.job) {
		const { lastExecution } = row.job.job;
		if (lastExecution === null) return null;
		return { startedAt: Date.parse(lastExecution.timeBegan), mark: executionMark(lastExecution) };
	}
	const cycle = lastCycle(row);
	return cycle === null ? null : { startedAt: cycle.startedAt, mark: cycleMark(cycle) };
}

function lastCycle({ profile, status }: ProfileRow) {
	return profile?.provisioning.mode === "hosted" ? null : (status?.lastCycle ?? null);
}

function openMatters({ profile, status, job }: ProfileRow) {
	if (job !== null && "job" in job) return job.openMatters;
	return profile === undefined || profile.provisioning.mode === "hosted" ? undefined : status?.openMatters;
}

/** Why more may be open than the log of Entra's job shows; null when it could be read. */
function logProblem({ job }: ProfileRow): string | null {
	return job === null || "problem" in job ? null : (job.logProblem ?? job.unreadable);
}

/** Where the users come from, in one word or path. */
function sourceText({ source }: Pick<Profile, "source">): string {
	if (source.type === "entra") return source.tenantId === "" ? "Entra ID" : source.tenantId;
	return source.type === "file" ? source.path : source.type;
}

function isUnread(job: ProfileRow["job"]): job is { readonly problem: string } {
	return job !== null && "problem" in job;
}

function jobText(job: ProfileRow["job"]): string {
	if (job === null)
		return "Entra's own job provisions it. Its state is not read yet, or its sign-in needs you: open the profile.";
	if (isUnread(job)) return `Entra's own job provisions it. Its state can't be read: ${job.problem}`;
	const { quarantine } = job.job;
	if (quarantine !== null) return `Entra's own job is in quarantine: ${quarantine.reason}.`;
	const [unknown] = unknownWords(job.job);
	if (unknown !== undefined) return unknownWordText(unknown);
	return isOn(job.job) ? "Entra's own job is on." : "Entra's own job is off.";
}

function lastCycleText(row: ProfileRow, timeText: (time: number) => string): string {
	const cycle = cycleOf(row);
	if (cycle === null) return "–";
	const time = Number.isNaN(cycle.startedAt) ? "" : `${timeText(cycle.startedAt)} `;
	return `${time}${cycle.mark.glyph} ${cycle.mark.word}`;
}

/** The columns of the switcher. */
export function profileColumns(now: () => number): readonly Column<ProfileRow>[] {
	return [
		{
			title: "Profile",
			width: { min: 16, grow: 2 },
			text: ({ name, isOpen, isDefault }) => `${name}${isDefault ? " *" : ""}${isOpen ? " (open)" : ""}`,
		},
		{
			title: "Use",
			width: 10,
			text: ({ profile }) => (profile?.production ? "PRODUCTION" : ""),
			tone: () => "bad",
		},
		{ title: "Mode", width: 6, text: ({ profile }) => profile?.provisioning.mode ?? "" },
		{
			title: "State",
			width: 12,
			...markCell(stateMark),
		},
		{
			title: "Last cycle",
			width: 19,
			order: (row) => cycleOf(row)?.startedAt ?? null,
			text: (row) => lastCycleText(row, (time) => nearTime(time, now())),
			exported: (row) => lastCycleText(row, dateTime),
			tone: (row) => cycleOf(row)?.mark.tone ?? "dim",
		},
		{
			title: "Open",
			width: 4,
			align: "right",
			text: (row) => `${openMatters(row)?.length ?? "–"}${logProblem(row) === null ? "" : "?"}`,
			tone: (row) =>
				(openMatters(row)?.length ?? 0) > 0 ? "bad" : logProblem(row) === null ? "dim" : "caution",
		},
		{
			title: "Target",
			width: { min: 9, grow: 3 },
			optional: 1,
			text: ({ profile }) => (profile === undefined ? "" : targetLabel(profile)),
		},
		{
			title: "Source",
			width: { min: 14, grow: 2 },
			optional: 2,
			text: ({ profile }) => (profile === undefined ? "" : sourceText(profile)),
		},
	];
}

/** Everything known of a profile that has not been opened. */
export function profileDetails(row: ProfileRow, now: number): readonly Detail[] {
	const { profile, status, problem } = row;
	const cycle = lastCycle(row);
	const matters = openMatters(row) ?? [];
	const problemOfLog = logProblem(row);
	return [
		...(problem === null ? [] : [{ label: "Problem", text: problem, tone: "bad" as const }]),
		...(row.isOlder
			? [
					{
						label: "State",
						text: "An older sumo-provision wrote its links and log. Opening the profile, or its next cycle, brings them up to date.",
					},
				]
			: []),
		...(profile?.production
			? [
					{
						label: "Production",
						text: "The console asks for the target's name before it writes.",
						tone: "bad" as const,
					},
				]
			: []),
		...(profile === undefined
			? []
			: [
					{ label: "Target", text: targetLabel(profile) },
					{ label: profile.source.type === "entra" ? "Tenant" : "Source", text: sourceText(profile) },
				]),
		...(row.isDefault ? [{ label: "Default", text: "This profile opens when no other is named." }] : []),
		...(profile?.provisioning.mode === "hosted"
			? [{ label: "State", text: jobText(row.job), ...(isUnread(row.job) ? { tone: "bad" as const } : {}) }]
			: []),
		...(problemOfLog === null
			? []
			: [{ label: "Entra's log", text: problemOfLog, tone: "caution" as const }]),
		...(cycle === null
			? []
			: [
					{
						label: "Last cycle",
						text: `${cycleMark(cycle).word}, ${relativeTime(cycle.startedAt, now)}: ${cycle.error ?? cycleCountText(cycle)}`,
						tone: cycleMark(cycle).tone,
					},
				]),
		...(status?.nextCycle == null
			? []
			: [
					{
						label: "Next cycle",
						text: `${dateTime(status.nextCycle)}${status.overdue ? ", overdue: no process runs it" : ""}`,
					},
				]),
		...(status?.runner == null ? [] : [{ label: "Run by", text: status.runner }]),
		...(matters.length === 0
			? []
			: [
					{
						label: "Open",
						text: `${counted(matters.length, "matter")}. Open the profile to see them on Home.`,
					},
				]),
	];
}
