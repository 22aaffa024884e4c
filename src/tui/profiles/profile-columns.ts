import type { ProfileSummary } from "../../app/profiles/profiles.ts";
import type { StateOfJob } from "../../app/status/status.ts";
import type { Profile } from "../../config/profile.ts";
import { counted } from "../../text/counted.ts";
import type { Detail } from "../components/detail/detail-pane.tsx";
import type { Column } from "../components/list/column.ts";
import { countText } from "../text/count-text.ts";
import { cycleMark } from "../text/cycle-mark.ts";
import type { Mark } from "../text/outcome-mark.ts";
import { dateTime, nearTime, relativeTime } from "../text/show-time.ts";
import { targetLabel } from "../text/target-label.ts";

/** A profile in the switcher. */
export type ProfileRow = ProfileSummary & {
	/** Whether the console shows it now. */
	readonly isOpen: boolean;
};

const states: Readonly<Record<StateOfJob, Mark>> = {
	on: { glyph: "●", word: "On", tone: "good" },
	off: { glyph: "○", word: "Off", tone: "dim" },
	running: { glyph: "·", word: "running", tone: "plain" },
	paused: { glyph: "‖", word: "paused", tone: "caution" },
	quarantined: { glyph: "!", word: "quarantine", tone: "caution" },
};

const unreadable: Mark = { glyph: "✗", word: "unreadable", tone: "bad" };
const atEntra: Mark = { glyph: "·", word: "at Entra", tone: "plain" };
const unsaved: Mark = { glyph: "–", word: "not saved", tone: "dim" };

/** Whether a profile is On, and what its job does. */
export function stateMark({ profile, status, problem }: ProfileRow): Mark {
	if (problem !== null) return unreadable;
	if (profile?.provisioning.mode === "hosted") return atEntra;
	return status === undefined ? unsaved : states[status.state];
}

function lastCycle({ profile, status }: ProfileRow) {
	return profile?.provisioning.mode === "hosted" ? null : (status?.lastCycle ?? null);
}

function openMatters({ profile, status }: ProfileRow) {
	return profile === undefined || profile.provisioning.mode === "hosted" ? undefined : status?.openMatters;
}

/** Where the users come from, in one word or path. */
function sourceText({ source }: Pick<Profile, "source">): string {
	if (source.type === "entra") return source.tenantId === "" ? "Entra ID" : source.tenantId;
	return source.type === "file" ? source.path : source.type;
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
			text: (row) => `${stateMark(row).glyph} ${stateMark(row).word}`,
			tone: (row) => stateMark(row).tone,
		},
		{
			title: "Last cycle",
			width: 19,
			text: (row) => {
				const cycle = lastCycle(row);
				if (cycle === null) return "–";
				return `${nearTime(cycle.startedAt, now())} ${cycleMark(cycle).glyph} ${cycleMark(cycle).word}`;
			},
			tone: (row) => {
				const cycle = lastCycle(row);
				return cycle === null ? "dim" : cycleMark(cycle).tone;
			},
		},
		{
			title: "Open",
			width: 4,
			align: "right",
			text: (row) => String(openMatters(row)?.length ?? "–"),
			tone: (row) => ((openMatters(row)?.length ?? 0) > 0 ? "bad" : "dim"),
		},
		{
			title: "Target",
			width: { min: 9, grow: 1 },
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
	return [
		...(problem === null ? [] : [{ label: "Problem", text: problem, tone: "bad" as const }]),
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
			? [{ label: "State", text: "Entra's own job provisions it. Open the profile to read its state." }]
			: []),
		...(cycle === null
			? []
			: [
					{
						label: "Last cycle",
						text: `${cycleMark(cycle).word}, ${relativeTime(cycle.startedAt, now)}: ${cycle.error ?? countText(cycle.counts)}`,
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
