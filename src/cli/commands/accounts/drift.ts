import type { Session } from "../../../app/session.ts";
import type { Drift, DriftReport } from "../../../engine/accounts/drift.ts";
import { called } from "../../../ports/log-identity.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { counted } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";

export type DriftFlags = {
	readonly repair: boolean;
	readonly json: boolean;
	readonly signal?: AbortSignal;
};

/**
 * Tells what somebody changed in Sumo behind the profile's back, and repairs it when asked. Exits with 3 when any of it
 * is still so at the end.
 */
export async function drift(
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

function lineOf({ kind, source, target, changes, outcome, entry }: Drift): string {
	const differences = changes.map(
		({ name, old, new: wanted }) => `${name}: ${old ?? "–"} → ${wanted ?? "–"}`,
	);
	const why = outcome === "failed" && entry?.error ? [entry.error.reason] : differences;
	const account = target ? ` [${target.id}]` : "";
	const end = why.length === 0 ? "" : `: ${why.join("; ")}`;
	return cleanText(`${kind.padEnd(11)} ${outcome.padEnd(8)} ${called(source ?? target)}${account}${end}`);
}

function summaryLine({ compared, pending, found }: DriftReport): string {
	const count = (wanted: Drift["outcome"]) => found.filter(({ outcome }) => outcome === wanted).length;
	const parts = [
		`${counted(compared, "account")} compared`,
		found.length === 0 ? "nothing was changed in the target" : `${found.length} changed in the target`,
		...(["repaired", "failed", "held"] as const)
			.filter((outcome) => count(outcome) > 0)
			.map((outcome) => `${count(outcome)} ${outcome}`),
		...(pending === 0 ? [] : [`${counted(pending, "user")} left to the next cycle`]),
	];
	const hint = count("found") > 0 ? " --repair puts it right." : "";
	return `${parts.join(", ")}.${hint}`;
}
