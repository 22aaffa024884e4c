import { createHash } from "node:crypto";
import { toText } from "../../../../expression/index.ts";
import type { Memory } from "../job/memory.ts";
import type { ObjectMapping } from "../schema/job-mappings.ts";
import type { SourceDirectory } from "../source/directory.ts";
import type { Entitlements } from "../source/entitlements.ts";
import { type SourceObject, sourceObject } from "../source/source-object.ts";
import { type DecisionRules, decide, scopingOf } from "./decision.ts";
import type { Subject } from "./provision-user.ts";

/** What a cycle reads. */
export interface Reading {
	readonly directory: SourceDirectory;
	readonly entitlements: Entitlements;
	readonly mapping: ObjectMapping;
	readonly memory: Memory;
	readonly rules: DecisionRules;
}

/** A user that a cycle has to look at. */
export interface Candidate extends Subject {
	/** What was read, in short: remembered so that an incremental cycle finds what has changed. */
	readonly state: string;
}

/** One user with the decision about them. */
export function readSubject(
	id: string,
	{ directory, entitlements, mapping, memory, rules }: Reading,
): Candidate {
	const found = directory.user(id);
	const user = found && sourceObject(found.user, found.isSoftDeleted, entitlements.get(id));
	const scoping = user && scopingOf(user, mapping, rules);
	const decision = decide(user, scoping, memory.links.get(id), mapping, rules);
	return { id, user, scoping, decision, state: stateOf(user, mapping) };
}

/**
 * The users of a cycle. With "sync assigned" these are the assigned users and those with an account from before; an incremental
 * cycle takes of them only those that have changed, and those whose retry is due.
 */
export function candidates(reading: Reading, isInitial: boolean, now: number): readonly Candidate[] {
	const { directory, entitlements, memory, rules } = reading;
	const ids = new Set<string>(
		rules.syncAll ? directory.users().map(({ id }) => id) : [...entitlements.keys()],
	);
	for (const id of memory.links.keys()) ids.add(id);
	for (const id of memory.escrows.keys()) ids.add(id);
	const read = [...ids].map((id) => readSubject(id, reading));
	if (isInitial) return read;
	return read.filter(
		({ id, state }) => memory.seen.get(id) !== state || (memory.escrows.get(id)?.next ?? Infinity) <= now,
	);
}

/** What mappings and filters read of a user, as a digest. */
function stateOf(user: SourceObject | undefined, { readAttributes }: ObjectMapping): string {
	if (!user) return "deleted";
	const values = readAttributes.map((name) => {
		const value = user.read(name);
		return name === "approleassignments"
			? user.roles.assignments.map(({ id, value: role }) => `${id} ${role}`)
			: toText(value);
	});
	const whole = JSON.stringify([user.isActive, user.isSoftDeleted, user.isAssigned, values]);
	return createHash("sha256").update(whole).digest("base64").slice(0, 22);
}
