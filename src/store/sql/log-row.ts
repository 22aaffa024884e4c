import { z } from "zod";
import { errorCodes, type ProvisioningError } from "../../ports/error-code.ts";
import {
	type LogEntry,
	type LogIdentity,
	type LogStep,
	logActions,
	logStatuses,
	type ModifiedProperty,
	type NewLogEntry,
} from "../../ports/log-entry.ts";
import { storedRemedy } from "../../ports/remedy.ts";
import { StoreError } from "../../ports/store.ts";
import type { LogRow } from "./schema.ts";
import { storedOrNull } from "./stored-json.ts";

const identity: z.ZodType<LogIdentity> = z
	.object({ id: z.string(), displayName: z.string(), userName: z.string() })
	.nullable();

const step: z.ZodType<LogStep> = z.object({
	type: z.enum(["import", "scoping", "matching", "processing", "export"]),
	status: z.enum(logStatuses),
	description: z.string(),
});

const modifiedProperty: z.ZodType<ModifiedProperty> = z.object({
	name: z.string(),
	old: z.string().nullable(),
	new: z.string().nullable(),
});

const error: z.ZodType<ProvisioningError> = z.object({
	code: z.enum(errorCodes),
	category: z.enum(["Failure", "NonServiceFailure"]),
	reason: z.string(),
	recommendedAction: z.string(),
	remedy: storedRemedy,
});

const fields = {
	time: z.number(),
	cycleId: z.string(),
	changeId: z.string(),
	action: z.enum(logActions),
	status: z.enum(logStatuses),
	durationMs: z.number(),
	source: identity,
	target: identity,
	initiatedBy: z.string(),
	steps: z.array(step),
	modifiedProperties: z.array(modifiedProperty),
	skipReason: z.string().nullable(),
	error: error.nullable(),
};

/** An entry within a recorded intent. */
export const newLogEntry: z.ZodType<NewLogEntry> = z.object(fields);

const logEntry: z.ZodType<LogEntry> = z.object({ sequence: z.number(), ...fields });

export function toRow(entry: NewLogEntry, sequence: number): LogRow {
	return {
		sequence,
		time: entry.time,
		cycleId: entry.cycleId,
		changeId: entry.changeId,
		action: entry.action,
		status: entry.status,
		durationMs: entry.durationMs,
		sourceJson: storedOrNull(entry.source),
		targetJson: storedOrNull(entry.target),
		initiatedBy: entry.initiatedBy,
		stepsJson: JSON.stringify(entry.steps),
		modifiedPropertiesJson: JSON.stringify(entry.modifiedProperties),
		skipReason: entry.skipReason,
		errorJson: storedOrNull(entry.error),
	};
}

/** @throws StoreError `corrupt`, naming the entry. */
export function fromRow(row: LogRow, file: string): LogEntry {
	const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
	try {
		return logEntry.parse({
			...row,
			source: json(row.sourceJson),
			target: json(row.targetJson),
			steps: json(row.stepsJson),
			modifiedProperties: json(row.modifiedPropertiesJson),
			error: json(row.errorJson),
		});
	} catch (cause) {
		throw new StoreError(
			"corrupt",
			`${file}, log entry ${row.sequence} does not read. Something other than sumo-provision changed it: restore the last good backup.`,
			cause,
		);
	}
}
