import { jobWords } from "../../../setup/job-status.ts";
import { andMore } from "../../../text/and-more.ts";
import { counted } from "../../../text/counted.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { type Column, markCell } from "../../components/list/column.ts";
import { localTimes } from "../../text/local-times.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { shortReason, withoutJson } from "../../text/short-reason.ts";
import { date, nearTime, plannedTime, relativeTime } from "../../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";
import type { HomeMatter } from "./home-matter.ts";

/** An open matter as a row: what it is about, and the key that solves it. */
export type MatterRow = {
	readonly id: string;
	readonly matter: HomeMatter;
	/** What or who it is about; users who share a name are told apart by their user names. */
	readonly subject: string;
	/** `t retry`, `f Mapping`: what solves it here, or where; empty where only time or the outside helps. */
	readonly solvedBy: string;
};

const marks: Readonly<Record<HomeMatter["kind"], Mark>> = {
	quarantine: { glyph: "!", word: "quarantine", tone: "bad" },
	cycleFailed: { glyph: "✗", word: "cycle fails", tone: "bad" },
	paused: { glyph: "‖", word: "paused", tone: "caution" },
	changesHeldBack: { glyph: "‖", word: "held back", tone: "caution" },
	userFails: { glyph: "✗", word: "fails", tone: "bad" },
	changeNotApplied: { glyph: "!", word: "not applied", tone: "caution" },
	heldBackUser: { glyph: "‖", word: "held back", tone: "caution" },
	missingRole: { glyph: "✗", word: "no role", tone: "bad" },
	drift: { glyph: "~", word: "drift", tone: "caution" },
	expires: { glyph: "!", word: "expires", tone: "caution" },
};

/** A user whose account must be deleted before it can be created again. */
const blocked: Mark = { glyph: "!", word: "blocked", tone: "bad" };

/** The mark of an open matter. */
export function matterMark({ kind, remedy }: HomeMatter): Mark {
	return kind === "userFails" && remedy.type === "delete-deactivated-account" ? blocked : marks[kind];
}

/** Who or what it is about. */
export function matterSubject(matter: HomeMatter): string {
	switch (matter.kind) {
		case "userFails":
		case "changeNotApplied":
		case "heldBackUser":
			return matter.user.displayName || matter.user.userName || matter.user.id;
		case "changesHeldBack":
			return counted(matter.count, "change");
		case "missingRole":
			return matter.role;
		case "expires":
			return matter.name;
		case "drift":
			return counted(matter.count, "account");
		case "quarantine":
			return "Provisioning";
		case "cycleFailed":
		case "paused":
			return counted(matter.attempts ?? 1, "cycle");
	}
}

/** Why it needs the operator, in a few words. */
export function matterReason(matter: HomeMatter): string {
	if (matter.kind === "expires") return `On ${date(matter.expiresAt)}`;
	if (matter.kind === "quarantine") return quarantineText(matter);
	if (!("user" in matter)) return matter.reason;
	return shortReason(matter.reason, matter.user);
}

/**
 * The sentence after Entra's code for it, which would fill the column: `EncounteredQuarantineException: …`. Of a code alone, which says
 * little, the first sentence of what to do. A code that is not known here stays: there is no advice for it.
 */
function quarantineText({ reason, recommendedAction }: HomeMatter): string {
	const [, code, sentence = ""] = /^((?:[A-Z][a-z]+){2,})(?:: |\.$)(.*)$/su.exec(reason) ?? [];
	if (!jobWords.quarantines.some((known) => known === code)) return reason;
	return sentence === "" ? recommendedAction.replace(/(?<=\.) .*$/su, "") : sentence;
}

/** The subjects of matters, in their order: the name of the user, or the user name where several users have that name. */
export function matterSubjects(matters: readonly HomeMatter[]): readonly string[] {
	const names = matters.map(matterSubject);
	const usersOf = new Map<string, Set<string>>();
	for (const [index, matter] of matters.entries()) {
		const name = names[index] ?? "";
		if ("user" in matter) usersOf.set(name, (usersOf.get(name) ?? new Set()).add(matter.user.id));
	}
	return matters.map((matter, index) => {
		const name = names[index] ?? "";
		return "user" in matter && (usersOf.get(name)?.size ?? 0) > 1 ? matter.user.userName || name : name;
	});
}

/** The identity of a matter, for the cursor: it stays on a user who fails again. */
export function matterId(matter: HomeMatter): string {
	if (matter.kind === "missingRole") return `${matter.kind} ${matter.role}`;
	if (matter.kind === "expires") return `${matter.kind} ${matter.name}`;
	return "user" in matter ? `${matter.kind} ${matter.user.id}` : matter.kind;
}

function attemptsText({ attempts }: HomeMatter): string {
	return attempts === null ? "" : `${attempts}×`;
}

/** The columns of what needs the operator; the reason has the most room. */
export const matterColumns: readonly Column<MatterRow>[] = [
	{
		title: "What",
		names: ["status"],
		words: ({ matter: { kind } }) => (kind === "userFails" ? "failed" : ""),
		width: 13,
		...markCell(({ matter }) => matterMark(matter)),
	},
	{ title: "Who", width: { min: 14, grow: 2 }, text: ({ subject }) => subject },
	{ title: "Why", width: { min: 22, grow: 5 }, text: ({ matter }) => matterReason(matter) },
	{ title: "Tries", width: 5, align: "right", text: ({ matter }) => attemptsText(matter), optional: 1 },
	{ title: "Solved by", width: 16, text: ({ solvedBy }) => solvedBy, tone: () => "accent" },
];

/** A matter in full: remedy and reason first, since little more may be visible. Times relative to `now`, milliseconds since 1970. */
export function matterDetails(matter: HomeMatter, hint: RemedyHint, now: number): readonly Detail[] {
	const { tone } = matterMark(matter);
	const { since, attempts, nextAttempt } = matter;
	const tries = attempts === null ? "" : `, ${counted(attempts, "attempt")}`;
	const next = nextAttempt === null ? "not planned" : plannedTime(nextAttempt, now);
	return [
		{ label: "Fix", text: whatToDo(matter, hint), bold: true },
		{ label: "Reason", text: localTimes(withoutJson(matter.reason), now), tone },
		...(matter.kind === "expires"
			? [{ label: "Expires", text: `${date(matter.expiresAt)} (${relativeTime(matter.expiresAt, now)})` }]
			: [
					{ label: "Since", text: `${nearTime(since, now)} (${relativeTime(since, now)})${tries}` },
					{ label: "Next attempt", text: next },
				]),
		...("user" in matter
			? [{ label: "User", text: [matter.user.displayName, matter.user.userName, matter.user.id].join(" · ") }]
			: []),
		...("code" in matter ? [{ label: "Code", text: matter.code }] : []),
		...(matter.kind === "changesHeldBack"
			? [
					{
						label: "Users",
						text: andMore(
							matter.users.map(({ displayName, userName }) => displayName || userName),
							matter.count,
						),
					},
				]
			: []),
	];
}
