import { matterRecord } from "../../app/status/matter-record.ts";
import type { InterruptedCycle, StatusReport } from "../../app/status/status.ts";
import { type OpenMatter, openMatterKinds } from "../../ports/open-matter.ts";
import type { Cycle } from "../../ports/store/cycle.ts";
import { remedyCommand } from "./remedy-command.ts";

/**
 * The status as JSON, for monitoring (docs/operations.md). Fields are added, never changed or removed; `schema` changes if
 * that cannot be kept. Times are ISO 8601 in UTC.
 */
export function statusRecord(report: StatusReport, now: number) {
	const { pausedUntil, interruptedCycle } = report;
	const { profile, state, enabled, runner, runningCycle, lastCycle, nextCycle, overdue, openMatters } =
		report;
	return {
		type: "status",
		schema: 1,
		time: iso(now),
		profile,
		state,
		enabled,
		runner,
		pausedUntil: pausedUntil === null ? null : iso(pausedUntil),
		runningCycle: runningCycle && cycleRecord(runningCycle),
		interruptedCycle: interruptedCycle && interruptedRecord(interruptedCycle),
		lastCycle: lastCycle && cycleRecord(lastCycle),
		nextCycle: nextCycle === null ? null : iso(nextCycle),
		overdue,
		...openRecord(openMatters),
	};
}

/** What is open as JSON: the number, by kind, and each with the command that helps. */
export function openRecord(openMatters: readonly OpenMatter[]) {
	const ofKind = (kind: OpenMatter["kind"]) => openMatters.filter((matter) => matter.kind === kind).length;
	return {
		open: openMatters.length,
		counts: Object.fromEntries(openMatterKinds.map((kind) => [kind, ofKind(kind)])),
		openMatters: openMatters.map(withCommand),
	};
}

function cycleRecord({ id, kind, outcome, startedAt, endedAt, counts, error }: Cycle) {
	return {
		cycleId: id,
		...{ kind, outcome, startedAt: iso(startedAt), endedAt: endedAt === null ? null : iso(endedAt) },
		...{ notReached: 0, ...counts, error },
	};
}

function interruptedRecord({ id, startedAt, lastSign, ...cycle }: InterruptedCycle) {
	return { cycleId: id, ...cycle, startedAt: iso(startedAt), lastSign: iso(lastSign) };
}

/** An open matter with the command to run; empty if no command helps. */
function withCommand(matter: OpenMatter) {
	const command = remedyCommand(matter.remedy, "user" in matter ? matter.user : null);
	return { ...matterRecord(matter), command };
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
