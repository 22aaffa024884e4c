import type { EntraSchema } from "./document.ts";

/**
 * How often a schema was saved between two states. Graph increases `version` with every change, and writes it as
 * `Date:2026-03-02T08:05:00.0000000Z, Version:5, `. Null when one of them has no number: jobs of other kinds have an id in its place.
 *
 * @see https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationschema
 */
export function savesBetween(before: EntraSchema, after: EntraSchema): number | null {
	const [first, last] = [numberOf(before.version), numberOf(after.version)];
	return first === null || last === null || last < first ? null : last - first;
}

function numberOf(version: unknown): number | null {
	const digits = typeof version === "string" ? /\bVersion:\s*(\d{1,15})\b/.exec(version)?.[1] : undefined;
	return digits === undefined ? null : Number(digits);
}
