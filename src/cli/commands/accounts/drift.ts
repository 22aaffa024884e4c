import type { Session } from "../../../app/session.ts";
import type { Drift, DriftReport } from "../../../engine/accounts/drift/drift.ts";
import { called } from "../../../ports/identity-name.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { interruptible } from "../../session/interruptible.ts";

export const command = defineCommand({
	description:
		"Find accounts that were changed, deactivated or deleted outside sumo-provision. Exits with 3 if any are left.",
	options: {
		repair: flag("repair them, as a cycle would"),
		json: flag("print one JSON object per line, the summary last"),
		...profileOptions,
	},
	run: ({ repair, json, ...flags }, { streams, withSession }) =>
		interruptible(streams.err, (signal) =>
			withSession(flags, (session) => drift(session, { repair, json, signal }, streams)),
		),
});

type DriftFlags = {
	readonly repair: boolean;
	readonly json: boolean;
	readonly signal?: AbortSignal;
};

/** Prints what was changed outside sumo-provision, and repairs it on request. Returns 3 when any drift is left at the end. */
async function drift(
	session: Pick<Session, "accounts">,
	{ repair, json, signal }: DriftFlags,
	streams: Streams,
): Promise<ExitCode> {
	const report = await session.accounts.compare({ repair, ...(signal && { signal }) });
	for (const one of report.found) streams.out(json ? jsonLine({ type: "drift", ...one }) : lineOf(one));
	const { found: _, ...summary } = report;
	if (json) streams.out(jsonLine({ type: "summary", ...summary, found: report.found.length }));
	else streams.out(summaryLine(report));
	return report.found.every(({ outcome }) => outcome === "repaired") ? exitCode.done : exitCode.someFailed;
}

function lineOf({ kind, source, target, changes, notApplied, outcome, entry }: Drift): string {
	const isPart = kind !== "notApplied";
	const mark = (name: string) => (isPart && notApplied.includes(name) ? " (accepted but not applied)" : "");
	const differences = changes.map(
		({ name, old, new: desired }) => `${name}${mark(name)}: ${old ?? "–"} → ${desired ?? "–"}`,
	);
	const why = outcome === "failed" && entry?.error ? [entry.error.reason] : differences;
	const account = target ? ` [${target.id}]` : "";
	const end = why.length === 0 ? "" : `: ${why.join("; ")}`;
	const what = kind === "notApplied" ? "accepted but not applied" : kind;
	return cleanText(`${what.padEnd(11)} ${outcome.padEnd(8)} ${called(source ?? target)}${account}${end}`);
}

function summaryLine({ compared, pending, found }: DriftReport): string {
	const count = (which: Drift["outcome"]) => found.filter(({ outcome }) => outcome === which).length;
	const waiting = found.filter(({ kind }) => kind === "notApplied").length;
	const changed = found.length - waiting;
	const parts = [
		`${counted(compared, "account")} compared`,
		changed === 0 ? "nothing was changed in the target" : `${changed} changed in the target`,
		...(waiting === 0 ? [] : [`${waiting} accepted but not applied`]),
		...(["repaired", "failed", "held"] as const)
			.filter((outcome) => count(outcome) > 0)
			.map((outcome) => `${count(outcome)} ${outcome}`),
		...(pending === 0 ? [] : [`${counted(pending, "user")} left for the next cycle`]),
	];
	const hint = count("found") > 0 ? " To repair it, add --repair." : "";
	return `${parts.join(", ")}.${hint}`;
}
