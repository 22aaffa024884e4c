import { sourceAttributes } from "../../attributes/source-schema.ts";
import type { Profile } from "../../config/profile.ts";
import { tooMany } from "../../engine/cycle/deletion-guard.ts";
import { checkMappings } from "../../mapping/check/check.ts";
import type { Directory } from "../../ports/source/directory.ts";
import type { Store } from "../../ports/store/store.ts";
import { ScopeError } from "../../scoping/errors.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { Scope } from "../../scoping/scope.ts";
import { isEnabled, nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { waitFor } from "../cache/wait-for.ts";
import type { EventBus } from "../events/event-bus.ts";
import { mappingSetOf, scopeOf } from "../profile/profile-parts.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import { judgeAttributes } from "../source/judge-attributes.ts";
import { cacheColumns } from "../source/own-columns.ts";
import type { ScopeProblem, ScopeUser, Scoping } from "./scope.ts";
import { compareInTurns, type Population, populationOf } from "./scope-population.ts";

export type ScopeParts = {
	readonly profile: () => Profile;
	readonly saveRules: ProfileState["saveRules"];
	readonly directory: () => Promise<Directory>;
	readonly store: Pick<Store, "links">;
	readonly events: EventBus;
};

/** Edits the scope, and shows which users a change affects. */
export function createScopeService(parts: ScopeParts): Scoping {
	let kept:
		| { readonly attributes: ReadonlySet<string>; readonly population: Promise<Population> }
		| undefined;

	parts.events.on(["cycleEnded", "connectionChanged", "sourceChanged"], () => {
		kept = undefined;
	});

	const columns = cacheColumns(parts.directory);

	/** Reads all users with these attributes, unless that was already done. */
	const readAll = (attributes: readonly string[], refresh: boolean): Promise<Population> => {
		const before = kept;
		if (before !== undefined && !refresh && attributes.every((one) => before.attributes.has(one)))
			return before.population;
		const needed = new Set([...(before?.attributes ?? []), ...attributes]);
		const population = parts
			.directory()
			.then((directory) => populationOf(directory, parts.store, [...needed]));
		const reading = { attributes: needed, population };
		kept = reading;
		population.catch(() => {
			// What failed is not kept, nor is the attribute that the source may not know.
			if (kept === reading) kept = before;
		});
		return population;
	};

	return {
		current: () => scopeOf(parts.profile()),
		attributes: () => [
			...new Set([
				...filterable,
				...parts
					.profile()
					.attributes.source.filter(({ multiValued }) => !multiValued)
					.map(({ name }) => name),
				...columns.known(),
			]),
		],
		check: (draft) => problemsOf(parts.profile(), draft),
		async compare(draft, { refresh = false, signal } = {}) {
			const profile = parts.profile();
			const [before, after] = [compileScope(scopeOf(profile)), compileScope(draft)];
			const population = await waitFor(readAll([...before.attributes, ...after.attributes], refresh), signal);
			await columns.read();
			const { users, inScope, entering, leaving } = await compareInTurns(before, after, population, signal);
			const outcomeOf = outcomes(profile, draft, population);
			const left = leaving.map((user) => shown(user, outcomeOf.leaving(user)));
			const disabled = left.filter(({ fate }) => fate === "disable").length;
			return {
				users,
				inScope,
				entering: entering.map((user) => shown(user, isEnabled(user) ? "provision" : "ignore")),
				leaving: left,
				disabled,
				held:
					tooMany(
						{ removals: disabled, ofManaged: disabled, managed: population.managed.size },
						profile.provisioning.deletionGuard,
					)?.reason ?? null,
			};
		},
		async save(draft, basis) {
			const error = problemsOf(parts.profile(), draft).find(({ severity }) => severity === "error");
			if (error !== undefined) throw new Error(error.message);
			const own = [
				...columns.known(),
				...parts.profile().attributes.source.map(({ name }) => name),
				...compileScope(scopeOf(parts.profile())).attributes,
			];
			await judgeAttributes([...compileScope(draft).attributes], own, parts.directory);
			await parts.saveRules(
				(profile) => ({ ...profile, scope: editable(draft) }),
				basis === undefined ? "present" : (profile) => ({ ...profile, scope: editable(basis) }),
			);
		},
	};
}

/** Names of attributes that a clause can compare, those of Graph and of Entra. */
const filterable: readonly string[] = sourceAttributes
	.filter(({ multiValued }) => !multiValued)
	.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));

function problemsOf(profile: Profile, draft: Scope): readonly ScopeProblem[] {
	const errors = draft.filters.flatMap((filter, index): readonly ScopeProblem[] => {
		try {
			compileScope({ ...draft, filters: [filter] });
			return [];
		} catch (error) {
			if (!(error instanceof ScopeError)) throw error;
			return [{ severity: "error", message: error.message, filter: index, clause: error.clause }];
		}
	});
	return [...errors, ...mappingWarnings(profile, draft)];
}

/** Only assigned users have roles: which mappings stop working when all users are provisioned. */
function mappingWarnings(profile: Profile, { users }: Scope): readonly ScopeProblem[] {
	if (users === "assigned") return [];
	return checkMappings(mappingSetOf(profile), { users })
		.filter(({ code }) => code === "roles-of-all")
		.map(({ target, message }) => ({
			severity: "warning",
			message: `${target}: ${message}`,
			filter: null,
			clause: null,
		}));
}

/** What happens to users who leave: the rules of the engine's plan for a user out of scope. */
function outcomes(profile: Profile, draft: Scope, { managed }: Population) {
	const mayDisable = profile.actions.delete && !draft.skipOutOfScopeDeletions;
	return {
		leaving: (user: SourceUser): ScopeUser["fate"] =>
			mayDisable && managed.has(user.id) && isEnabled(user) ? "disable" : "ignore",
	};
}

function shown(user: SourceUser, fate: ScopeUser["fate"]): ScopeUser {
	return {
		id: user.id,
		displayName: cleanText(nameOf(user)),
		userName: cleanText(principalNameOf(user)),
		fate,
	};
}

function editable({ filters, ...scope }: Scope): Profile["scope"] {
	return {
		...scope,
		filters: filters.map(({ name, clauses }) => ({ name, clauses: clauses.map((one) => ({ ...one })) })),
	};
}
