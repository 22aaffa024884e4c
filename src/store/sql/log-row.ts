import { z } from "zod";
import { type LogEntry, logColumns, logStructures, newLogEntry } from "../../ports/log/log-entry.ts";
import { StoreError } from "../../ports/store/store-error.ts";
import type { LogRow } from "./schema.ts";
import { storedOrNull } from "./stored-json.ts";

const structures = logStructures.keyof().options;
const sequence = z.number();

/** An entry as its row. */
export function toRow(entry: LogEntry): LogRow {
	const json: Record<`${string}Json`, string | null> = {};
	for (const name of structures) json[`${name}Json`] = storedOrNull(entry[name]);
	return { ...json, ...logColumns.parse(entry), sequence: entry.sequence };
}

/** @throws StoreError `corrupt`, naming the entry. */
export function fromRow(row: LogRow, file: string): LogEntry {
	try {
		const json = structures.map((name): [string, unknown] => {
			const text = row[`${name}Json`];
			return [name, text === undefined ? undefined : JSON.parse(text ?? "null")];
		});
		return {
			...newLogEntry.parse({ ...row, ...Object.fromEntries(json) }),
			sequence: sequence.parse(row.sequence),
		};
	} catch (cause) {
		throw new StoreError(
			"corrupt",
			`${file}, log entry ${row.sequence} does not read. Something other than sumo-provision changed it: restore the last good backup.`,
			cause,
		);
	}
}
