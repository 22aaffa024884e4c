import { createHash } from "node:crypto";
import { toText } from "../../../../expression/index.ts";
import type { Memory } from "../job/memory.ts";
import type { ObjectMapping } from "../schema/job-mappings.ts";
import type { SourceDirectory } from "../source/directory.ts";
import type { Entitlements } from "../source/entitlements.ts";
import { groupObject, type SourceObject, sourceObject } from "../source/source-object.ts";
import { type DecisionRules, decide, scopingOf } from "./decision.ts";
import type { Subject } from "./provision-object.ts";

/** What a cycle reads. */
export interface Reading {
	readonly directory: SourceDirectory;
	readonly entitlements: Entitlements;
	readonly mapping: ObjectMapping;
	readonly memory: Memory;
	readonly rules: DecisionRules;
}

/** An object that a cycle has to look at. */
export interface Candidate extends Subject {
	/** What was read, in short: remembered so that an incremental cycle finds what has changed. */
	readonly state: string;
}

/** One object with the decision about it. */
export function readSubject(
	id: string,
	{ directory, entitlements, mapping, memory, rules }: Reading,
): Candidate {
	const user =
		mapping.sourceObject === "User"
			? readUser(id, directory, entitlements)
			: readGroup(id, directory, entitlements);
	const scoping = user && scopingOf(user, mapping, rules);
	const decision = decide(user, scoping, memory.links.get(id), mapping, rules);
	return { id, user, scoping, decision, state: stateOf(user, mapping) };
}

/**
 * The users of a cycle. With "sync assigned" these are the assigned users and those with an account from before; an incremental
 * cycle takes of them only those that have changed, and those whose retry is due.
 */
export function candidates(reading: Reading, isInitial: boolean, now: number): readonly Candidate[] {
	const { entitlements, memory, rules } = reading;
	const ids = new Set<string>(
		rules.syncAll
			? all(reading).map(({ id }) => id)
			: [...entitlements.keys()].filter((id) => isKind(id, reading)),
	);
	for (const id of memory.links.keys()) ids.add(id);
	for (const id of memory.escrows.keys()) ids.add(id);
	const read = [...ids].map((id) => readSubject(id, reading));
	if (isInitial) return read;
	return read.filter(
		({ id, state }) => memory.seen.get(id) !== state || (memory.escrows.get(id)?.next ?? Infinity) <= now,
	);
}

function readUser(
	id: string,
	directory: SourceDirectory,
	entitlements: Entitlements,
): SourceObject | undefined {
	const found = directory.user(id);
	return found && sourceObject(found.user, found.isSoftDeleted, entitlements.get(id));
}

function readGroup(
	id: string,
	directory: SourceDirectory,
	entitlements: Entitlements,
): SourceObject | undefined {
	const found = directory.group(id);
	return found && groupObject(found, entitlements.has(id));
}

const all = ({ directory, mapping }: Reading): readonly { readonly id: string }[] =>
	mapping.sourceObject === "User" ? directory.users() : directory.groups();

const isKind = (id: string, { directory, mapping }: Reading): boolean =>
	(directory.group(id) === undefined) === (mapping.sourceObject === "User");

/** What mappings and filters read of an object, as a digest. */
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
