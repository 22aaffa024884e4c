import type { JsonObject } from "../../../loopback/json.ts";
import type { Memory } from "../job/memory.ts";
import type { Entry, Scoping } from "../log/entry.ts";
import type { ObjectMapping } from "../schema/job-mappings.ts";
import type { SourceObject } from "../source/source-object.ts";
import { TargetFailure } from "../target/failure.ts";
import { valuesAt } from "../target/path.ts";
import type { ScimTarget } from "../target/scim-target.ts";
import { changesOf, newAccount, text } from "./changes.ts";
import { type Decision, disablingMappings, isInScope } from "./decision.ts";
import { type DesiredValue, desiredValues } from "./desired-values.ts";
import { Draft, type Occasion } from "./draft.ts";
import { match } from "./match.ts";

/** What provisioning an object needs. */
export interface Workshop {
	readonly occasion: Occasion;
	readonly target: ScimTarget;
	readonly mapping: ObjectMapping;
	readonly memory: Memory;
	/** Whether the whole directory is read, rather than changes. */
	readonly isInitial: boolean;
}

/** One object of the source, a user or a group, and what was decided. */
export interface Subject {
	readonly id: string;
	/** Undefined when permanently deleted. */
	readonly user: SourceObject | undefined;
	readonly scoping: Scoping | undefined;
	readonly decision: Decision;
}

const endpointOf = ({ sourceObject }: ObjectMapping): string =>
	sourceObject === "Group" ? "/Groups" : "/Users";

/** Carries out what was decided for one object and returns its log entry. Links are kept up to date. */
export async function provisionObject(subject: Subject, workshop: Workshop): Promise<Entry> {
	const draft = begin(subject, workshop);
	const { decision } = subject;
	switch (decision.kind) {
		case "provision":
			return provision(subject, draft, workshop);
		case "disable":
			return disable(subject, decision, draft, workshop);
		case "delete":
			return remove(subject, decision, draft, workshop);
		default:
			return draft.skipped("NotEffectivelyEntitled");
	}
}

/** The entry of a deactivation or deletion that is held back. */
export function stage(subject: Subject, workshop: Workshop): Entry {
	const draft = begin(subject, workshop);
	const { decision } = subject;
	if ("link" in decision) draft.targetId = decision.link.target;
	return draft.skipped("TooManyDeletes", "stagedDelete");
}

function begin({ id, user, scoping }: Subject, { occasion, mapping, isInitial, memory }: Workshop): Draft {
	const draft = new Draft(occasion, mapping, {
		id,
		type: mapping.sourceObject,
		displayName: user?.displayName ?? "",
		userPrincipalName: user ? text(user.read("userPrincipalName")?.toString() ?? "") : "",
	});
	draft.targetId = memory.links.get(id)?.target ?? "";
	const name = isInitial ? "EntryImportAdd" : user ? "EntryImportUpdate" : "EntryImportDelete";
	draft.step(
		name,
		"import",
		"success",
		`${draft.name} read`,
		user && scoping ? imported(user, scoping, mapping) : { objectId: id },
	);
	if (scoping) draft.scoping(scoping);
	return draft;
}

/** The attributes that were read, as text. */
function imported(user: SourceObject, scoping: Scoping, mapping: ObjectMapping): Record<string, string> {
	const details: Record<string, string> = {
		objectId: user.id,
		accountEnabled: text(user.read("accountEnabled") === true),
		IsSoftDeleted: text(!isInScope(scoping)),
		appRoleAssignments: user.roles.assignments
			.map(({ value, displayName }) => value ?? displayName)
			.join(", "),
	};
	for (const { source } of mapping.mappings) {
		if (source.type !== "attribute" || source.name in details) continue;
		const value = user.read(source.name);
		if (value !== null) details[source.name] = typeof value === "string" ? value : String(value);
	}
	return details;
}

function desiredOf(user: SourceObject, scoping: Scoping, workshop: Workshop): readonly DesiredValue[] {
	const { mapping, memory, occasion } = workshop;
	return desiredValues(mapping.mappings, {
		read: (attribute) =>
			attribute.toLowerCase() === "issoftdeleted" ? !isInScope(scoping) : user.read(attribute),
		accountOf: (id) => memory.links.get(id)?.target,
		now: () => new Date(occasion.clock()),
	});
}

async function provision({ id, user, scoping }: Subject, draft: Draft, workshop: Workshop): Promise<Entry> {
	const { target, mapping, memory } = workshop;
	if (!user || !scoping) return draft.skipped("NotEffectivelyEntitled");
	let account: JsonObject | undefined;
	let desired: readonly DesiredValue[];
	try {
		desired = desiredOf(user, scoping, workshop);
		account = await accountOf(id, desired, draft, workshop);
	} catch (error) {
		const code = error instanceof TargetFailure ? error.code : "";
		if (code === "ImportSkipped") return draft.skipped(code);
		return draft.failed(error, memory.links.has(id) ? "update" : "create", "EntryImport", "matching");
	}
	if (account) return update(id, account, desired, draft, workshop);
	if (!mapping.canCreate) return draft.skipped("EntrySynchronizationSkipped");
	try {
		const { body, modified } = newAccount(desired, mapping.targetObject);
		draft.targetId = await target.create(endpointOf(mapping), body);
		memory.link(id, { target: draft.targetId, isManaged: true });
		return draft.exported("create", "EntryExportAdd", modified);
	} catch (error) {
		return draft.failed(error, "create", "EntryExportAdd", "export");
	}
}

/** The linked account, or one that matches. A link to an account that is gone is dropped. */
async function accountOf(
	id: string,
	desired: readonly DesiredValue[],
	draft: Draft,
	{ target, mapping, memory }: Workshop,
): Promise<JsonObject | undefined> {
	const link = memory.links.get(id);
	const linked = link && (await target.get(endpointOf(mapping), link.target));
	if (link && !linked) {
		memory.unlink(id);
		draft.targetId = "";
	}
	const found = linked ?? (await match(target, endpointOf(mapping), desired));
	if (!found) {
		draft.step("EntryImport", "matching", "success", "No match in the target");
		return undefined;
	}
	const account = linked ?? (await target.get(endpointOf(mapping), String(found.id))) ?? found;
	const owner = memory.ownerOf(String(account.id));
	if (owner !== undefined && owner !== id) {
		throw new TargetFailure(
			"DuplicateSourceEntries",
			`The account ${String(account.id)} belongs to another user of the source, ${owner}.`,
		);
	}
	draft.targetId = String(account.id);
	const details = { id: draft.targetId, ...shownAccount(account, desired) };
	draft.step("EntryImport", "matching", "success", "One match in the target", details);
	return account;
}

function shownAccount(account: JsonObject, desired: readonly DesiredValue[]): Record<string, string> {
	const details: Record<string, string> = {};
	for (const { path, isRedacted } of desired) {
		const values = valuesAt(account, path);
		if (values.length > 0) details[path.text] = isRedacted ? "[Redact]" : values.map(text).join(", ");
	}
	return details;
}

async function update(
	id: string,
	account: JsonObject,
	desired: readonly DesiredValue[],
	draft: Draft,
	{ target, mapping, memory }: Workshop,
): Promise<Entry> {
	const { operations, modified } = changesOf(desired, account, target.isCompliant);
	memory.link(id, { target: draft.targetId, isManaged: true });
	if (operations.length === 0) return draft.skipped("RedundantExport");
	if (!mapping.canUpdate) return draft.skipped("EntrySynchronizationSkipped");
	try {
		await target.patch(endpointOf(mapping), draft.targetId, operations);
		return draft.exported("update", "EntryExportUpdate", modified);
	} catch (error) {
		return draft.failed(error, "update", "EntryExportUpdate", "export");
	}
}

async function disable(
	{ id, user, scoping }: Subject,
	{ link, staysManaged }: Extract<Decision, { kind: "disable" }>,
	draft: Draft,
	workshop: Workshop,
): Promise<Entry> {
	const { target, mapping, memory } = workshop;
	if (!user || !scoping) return draft.skipped("NotEffectivelyEntitled");
	try {
		const account = await target.get(endpointOf(mapping), link.target);
		if (!account) {
			memory.unlink(id);
			return draft.skipped("NotEffectivelyEntitled");
		}
		const flowing = new Set(disablingMappings(mapping));
		const desired = desiredOf(user, scoping, workshop).filter((one) => flowing.has(one.mapping));
		draft.step("EntryImport", "matching", "success", "One match in the target", {
			id: link.target,
			...shownAccount(account, desired),
		});
		const { operations, modified } = changesOf(desired, account, target.isCompliant);
		if (operations.length > 0) await target.patch(endpointOf(mapping), link.target, operations);
		memory.link(id, { ...link, isManaged: staysManaged });
		if (operations.length === 0) return draft.skipped("RedundantExport");
		return draft.exported("disable", "EntryExportUpdate", modified);
	} catch (error) {
		return draft.failed(error, "disable", "EntryExportUpdate", "export");
	}
}

async function remove(
	{ id }: Subject,
	{ link }: Extract<Decision, { kind: "delete" }>,
	draft: Draft,
	{ target, mapping, memory }: Workshop,
): Promise<Entry> {
	try {
		if (await target.get(endpointOf(mapping), link.target))
			await target.delete(endpointOf(mapping), link.target);
		memory.unlink(id);
		return draft.exported("delete", "EntryExportDelete", []);
	} catch (error) {
		return draft.failed(error, "delete", "EntryExportDelete", "export");
	}
}
