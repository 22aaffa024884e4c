import { targetKey } from "../../attributes/target-schema.ts";
import type { Profile } from "../../config/profile.ts";
import { checkMappings } from "../../mapping/check/check.ts";
import {
	type CheckOptions,
	checkMapping,
	type MappingProblem as Found,
	readableAttributes,
} from "../../mapping/check/check-mapping.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import { canonicalExpression } from "../../mapping/definition/canonical-expression.ts";
import {
	addMapping,
	movePrecedence,
	removeMapping,
	replaceMapping,
	whyKept,
} from "../../mapping/definition/change.ts";
import {
	defineAttribute,
	listedAttribute,
	listedAttributes,
	undefineAttribute,
} from "../../mapping/definition/change-attributes.ts";
import { type MappingSet, targetsOf } from "../../mapping/definition/mapping-set.ts";
import { attributesRead, compileMapping } from "../../mapping/user/compile.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { entitle } from "../../source/entitlement.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { EventBus } from "../events/event-bus.ts";
import { mappingSetOf, scopeOf } from "../profile/profile-parts.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import type { RuleHistory } from "../rules/rule-history.ts";
import { judgeAttributes } from "../source/judge-attributes.ts";
import { cacheColumns } from "../source/own-columns.ts";
import { cacheSampleSources } from "../source/sample-sources.ts";
import { checkUsers } from "./check-users.ts";
import type { Mapping, MappingProblem, MappingRow } from "./mapping.ts";
import type { MappingDraft, SampleUser } from "./mapping-draft.ts";
import { explainedAttributes, explainMapping } from "./mapping-explanation.ts";
import { previewMappings } from "./mapping-preview.ts";
import { tryMapping } from "./mapping-trial.ts";
import { changesToDefaults, checkProfile, haveSameRules, withDefaults } from "./profile-rules.ts";

export type MappingParts = {
	readonly profile: () => Profile;
	readonly saveRules: ProfileState["saveRules"];
	readonly directory: () => Promise<Directory>;
	readonly history: RuleHistory;
	readonly events: EventBus;
	/** The names of the target's roles. Absent, or null: unknown. */
	readonly roles?: (signal?: AbortSignal) => Promise<ReadonlySet<string> | null>;
};

/** Edits the attribute mappings, and shows what they yield for a user. */
export function createMappingService(parts: MappingParts): Mapping {
	const sources = cacheSampleSources(parts.directory);
	parts.events.on(["cycleEnded", "connectionChanged", "sourceChanged"], sources.invalidate);
	const columns = cacheColumns(parts.directory);
	const options = (): CheckOptions => ({
		users: parts.profile().scope.users,
		attributes: columns.known(),
	});
	const set = () => mappingSetOf(parts.profile());
	const save = (edit: (set: MappingSet) => MappingSet) =>
		parts.saveRules((profile) => withSet(profile, edit(mappingSetOf(profile))), "present");

	return {
		rows: () => set().mappings.map((mapping) => rowOf(set(), mapping)),
		check: (mapping, replaces) => problemsOf(set(), mapping, replaces, options()),
		save: async (mapping, replaces, basis) => {
			const problem = problemsOf(set(), mapping, replaces, options()).find(
				({ severity }) => severity === "error",
			);
			if (problem !== undefined) throw new Error(`${problem.target}: ${problem.message}`);
			const own = [...columns.known(), ...set().attributes.source.map(({ name }) => name)];
			await judgeAttributes(attributesRead(compileMapping(mapping)), own, parts.directory);
			const saved = inCanonicalForm(mapping);
			const draft = replaces === undefined ? { mapping: saved } : { mapping: saved, replaces };
			await parts.saveRules(
				(profile) => withSet(profile, withEdit(mappingSetOf(profile), draft)),
				basis === undefined
					? "present"
					: (profile) => withSet(profile, withDraft(mappingSetOf(profile), basis)),
			);
			return saved;
		},
		remove: (target, shown) =>
			parts.saveRules(
				(profile) => withSet(profile, removeMapping(mappingSetOf(profile), target)),
				shown === undefined
					? "present"
					: (profile) => withSet(profile, withDraft(mappingSetOf(profile), shown)),
			),
		movePrecedence: (target, by) => save((present) => movePrecedence(present, target, by)),
		restoreDefaults: async () => {
			const profile = parts.profile();
			const changes = changesToDefaults(profile);
			const restored = withDefaults(profile);
			await parts.saveRules(withDefaults, withRulesOf(profile));
			return { changes, initialCycle: !haveSameRules(profile, restored) };
		},
		sourceAttributes: () =>
			readableAttributes({
				attributes: [...columns.known(), ...set().attributes.source.map(({ name }) => name)],
			}),
		targetPaths: () => targetsOf(set()).all.map(({ name }) => name),
		attributes: (side) => listedAttributes(set(), side),
		define: async (side, given) => {
			const definition = { ...listedAttribute(set(), side, given.name), ...given };
			await save((present) => defineAttribute(present, side, definition));
			return definition;
		},
		undefine: (side, name) => save((present) => undefineAttribute(present, side, name)),
		samples: async (text) => {
			if (text === undefined) {
				sources.invalidate();
				await columns.read();
			}
			return samples(await parts.directory(), text ?? "");
		},
		preview: async (userId, draft) =>
			previewMappings(withDraft(set(), draft), scopeOf(parts.profile()), sources, userId),
		explain: async (userId, draft) =>
			explainMapping(set(), draft, await sources.get(userId, explainedAttributes(draft)), new Date()),
		tryOn: async (draft, limits) =>
			tryMapping({ set: set(), scope: scopeOf(parts.profile()) }, await parts.directory(), draft, limits),
		checkAll: async () => {
			const isFile = parts.profile().source.type === "file";
			return checkProfile(parts.profile(), isFile ? await columns.read() : columns.known());
		},
		checkUsers: async ({ draft, signal } = {}) => {
			const { mappings } = draft === undefined ? set() : withEdit(set(), draft);
			const profile = { ...parts.profile(), mappings: [...mappings] };
			const [directory, roles] = await Promise.all([parts.directory(), parts.roles?.(signal)]);
			return checkUsers(profile, directory, roles ?? null, signal);
		},
		changesToDefaults: () => changesToDefaults(parts.profile()),
		diff: async (other) => {
			const { compareProfile } = await import("./mapping-exchange.ts");
			return compareProfile(parts.profile(), other);
		},
		importSchema: async (json, options = { filters: "replace" }) => {
			const { importIntoProfile } = await import("./mapping-exchange.ts");
			const before = parts.profile();
			const { profile, ...report } = importIntoProfile(before, json, options, columns.known());
			if (profile !== null) {
				const { mappings, actions, attributes, scope, schema } = profile;
				const imported = { mappings, actions, attributes, scope, schema };
				await parts.saveRules((present) => ({ ...present, ...imported }), withRulesOf(before));
			}
			return { ...report, saved: profile !== null };
		},
		exportSchema: async () => {
			const { exportFromProfile } = await import("./mapping-exchange.ts");
			return exportFromProfile(parts.profile());
		},
		versions: parts.history.versions,
		restore: parts.history.restore,
	};
}

function withSet(profile: Profile, { mappings, actions, entraStrict, attributes }: MappingSet): Profile {
	const { source, target } = attributes;
	return {
		...profile,
		mappings: [...mappings],
		actions,
		entraStrict,
		attributes: { source: [...source], target: [...target] },
	};
}

/** What the operator saw of a profile whose mappings, lists, scope and schema are replaced. */
function withRulesOf({ mappings, actions, attributes, scope, schema }: Profile) {
	return (present: Profile): Profile => ({ ...present, mappings, actions, attributes, scope, schema });
}

/** The mapping with its expression as the formatter writes it. Throws `ExpressionError` for invalid syntax. */
function inCanonicalForm(mapping: AttributeMapping): AttributeMapping {
	const { source } = mapping;
	if (source.type !== "expression") return mapping;
	return { ...mapping, source: { ...source, expression: canonicalExpression(source.expression) } };
}

function rowOf(set: MappingSet, mapping: AttributeMapping): MappingRow {
	return { mapping, source: sourceText(mapping), required: whyKept(set, mapping.target) };
}

function sourceText({ source, defaultValue }: AttributeMapping): string {
	switch (source.type) {
		case "direct":
			return source.attribute;
		case "constant":
			return `"${source.value}"`;
		case "expression":
			return source.expression;
		case "none":
			return defaultValue === undefined ? "none" : `default "${defaultValue}"`;
	}
}

/** Problems of one mapping, alone and within the set, without those that the set has anyway. */
function problemsOf(
	set: MappingSet,
	mapping: AttributeMapping,
	replaces: string | undefined,
	options: CheckOptions,
): readonly MappingProblem[] {
	const alone = checkMapping(mapping, set, options);
	if (alone.some(({ code }) => code === "invalid-path")) return alone.map(shown);
	const index =
		replaces === undefined
			? -1
			: set.mappings.findIndex((one) => targetKey(one.target) === targetKey(replaces));
	const mappings = index === -1 ? [...set.mappings, mapping] : set.mappings.with(index, mapping);
	const before = new Set(checkMappings(set, options).map(keyOf));
	const seen = new Set(alone.map(keyOf));
	const within = checkMappings({ ...set, mappings }, options).filter(
		(one) => !seen.has(keyOf(one)) && !before.has(keyOf(one)),
	);
	return [...alone, ...within].map(shown);
}

function keyOf({ code, target, message, place }: Found): string {
	return JSON.stringify([code, target, message, place?.offset]);
}

function shown({ code, target, severity, message, place }: Found): MappingProblem {
	return { code, target, severity, message, place };
}

/** Throws `ChangeError` for a target that another mapping has. */
function withEdit(set: MappingSet, { mapping, replaces }: MappingDraft): MappingSet {
	return replaces === undefined ? addMapping(set, mapping) : replaceMapping(set, replaces, mapping);
}

function withDraft(set: MappingSet, draft: AttributeMapping | undefined): MappingSet {
	if (draft === undefined) return set;
	const index = set.mappings.findIndex(({ target }) => target === draft.target);
	return { ...set, mappings: index === -1 ? [...set.mappings, draft] : set.mappings.with(index, draft) };
}

async function samples(directory: Directory, text: string): Promise<readonly SampleUser[]> {
	const limit = 50;
	const shownAttributes = ["displayName", "userPrincipalName"];
	const found =
		text === ""
			? await assignedUsers(directory, limit, shownAttributes)
			: await directory.search(text, limit, shownAttributes);
	return found.map((user) => ({
		id: user.id,
		displayName: cleanText(nameOf(user)),
		userName: cleanText(principalNameOf(user)),
	}));
}

async function assignedUsers(
	directory: Directory,
	limit: number,
	attributes: readonly string[],
): Promise<readonly SourceUser[]> {
	const { assignments, roles, members } = await directory.assignments();
	const ids = [...entitle(assignments, roles, (group) => members.get(group) ?? []).keys()].slice(0, limit);
	return ids.length === 0 ? directory.search("", limit, attributes) : directory.usersById(ids, attributes);
}
