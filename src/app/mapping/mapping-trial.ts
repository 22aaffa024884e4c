import { setImmediate } from "node:timers/promises";
import type { Source } from "../../attributes/source-value.ts";
import { targetKey } from "../../attributes/target-schema.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import { type MappingSet, targetsOf } from "../../mapping/definition/mapping-set.ts";
import { type CompiledMapping, compileMapping, sourceAttributes } from "../../mapping/user/compile.ts";
import { evaluateMapping, type MappingOutcome } from "../../mapping/user/map-user.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { Scope } from "../../scoping/scope.ts";
import { nameOf, principalNameOf } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { sourcesInScope } from "../source/scope-sources.ts";
import type { MappingDraft, SampleUser } from "./mapping-draft.ts";
import { type MappingYield, yieldOf } from "./mapping-yield.ts";

export type TrialOptions = {
	/** Try all users in scope, and list only those whose value changes; otherwise stop at the first `limit`. */
	readonly changedOnly?: boolean;
	/** Maximum of rows; 20 by default. */
	readonly limit?: number;
	readonly signal?: AbortSignal;
};

/** What a user gets now, and with the draft. A change of a redacted value is not visible: see `changes`. */
export type TriedUser = SampleUser & {
	readonly now: MappingYield;
	readonly draft: MappingYield;
	readonly changes: boolean;
};

/** A draft tried on users in scope. */
export type Trial = {
	readonly rows: readonly TriedUser[];
	/** Number of users tried. */
	readonly users: number;
	/** Number of these users who would get another value. */
	readonly changing: number;
	/** How many of these users the draft fails for. */
	readonly failing: number;
};

/** The rules that a draft is tried against. */
export type TrialRules = { readonly set: MappingSet; readonly scope: Scope };

/** Users evaluated between two yields to the event loop: 100,000 must not keep a console from drawing. */
const turn = 250;
const assignedAtOnce = 1_000;

/**
 * Evaluates a draft and the saved mapping that it replaces, for users in scope. Only the rows stay in memory. Writes nothing. Throws `MappingError` for a draft that does not compile, `DirectoryError`, and the signal's
 * reason when aborted.
 */
export async function tryMapping(
	{ set, scope }: TrialRules,
	directory: Directory,
	{ mapping, replaces }: MappingDraft,
	{ changedOnly = false, limit = 20, signal }: TrialOptions = {},
): Promise<Trial> {
	const targets = targetsOf(set);
	const after = compileMapping(mapping, targets);
	const saved = savedMapping(set, replaces ?? mapping.target);
	const before = saved === undefined ? null : compileMapping(saved, targets);
	const compiled = { set, mappings: before === null ? [after] : [before, after] };
	const now = new Date();
	const outcomeOf = (one: CompiledMapping | null, source: Source): MappingOutcome =>
		one === null
			? { type: "values", values: [] }
			: evaluateMapping(compiled, one, source, { now: () => now });

	const rows: TriedUser[] = [];
	let [users, changing, failing] = [0, 0, 0];
	const pages = sourcesInScope(
		directory,
		await directory.assignments(signal),
		compileScope(scope),
		sourceAttributes(compiled),
		{ atOnce: changedOnly ? assignedAtOnce : limit, signal },
	);
	for await (const page of pages) {
		for (const source of page) {
			const [present, drafted] = [outcomeOf(before, source), outcomeOf(after, source)];
			const changes = keyOf(present) !== keyOf(drafted);
			users += 1;
			if (changes) changing += 1;
			if (drafted.type === "failure") failing += 1;
			if (rows.length < limit && (changes || !changedOnly)) {
				rows.push({ ...labelOf(source), now: yieldOf(present), draft: yieldOf(drafted), changes });
			}
			if (!changedOnly && rows.length >= limit) return { rows, users, changing, failing };
			if (users % turn === 0) await setImmediate();
			signal?.throwIfAborted();
		}
	}
	return { rows, users, changing, failing };
}

function savedMapping({ mappings }: MappingSet, target: string): AttributeMapping | undefined {
	const key = targetKey(target);
	return mappings.find((one) => targetKey(one.target) === key);
}

/** The same for two outcomes that send the same. */
function keyOf(outcome: MappingOutcome): string {
	switch (outcome.type) {
		case "values":
			return JSON.stringify(outcome.values.map(({ value }) => value));
		case "undecided":
			return JSON.stringify({ undecided: outcome.value });
		case "failure":
			return JSON.stringify({ failure: outcome.failure.reason });
	}
}

function labelOf({ user }: Source): SampleUser {
	return {
		id: user.id,
		displayName: cleanText(nameOf(user)),
		userName: cleanText(principalNameOf(user)),
	};
}
