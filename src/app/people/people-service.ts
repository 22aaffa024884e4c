import type { Directory } from "../../ports/source/directory.ts";
import type { AssignmentEdit } from "../../ports/source/source-file.ts";
import type { AppRole } from "../../source/app-role.ts";
import { type Entitlement, entitle } from "../../source/entitlement.ts";
import type { Group } from "../../source/group.ts";
import { isEnabled, nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import { CachedValue } from "../cache/cached-value.ts";
import { waitFor } from "../cache/wait-for.ts";
import type { EventBus } from "../events/event-bus.ts";
import {
	carryOut,
	type InverseEdits,
	inverseOf,
	isShown,
	type PlannedEdits,
	presentEdits,
} from "./assignment-changes.ts";
import { type CycleKnowledge, cycleSince } from "./cycle-since.ts";
import { type KeptChanges, keepChanges } from "./kept-changes.ts";
import type { AssignmentChange, People, Person, PersonResult } from "./people.ts";

const shown = ["displayName", "userPrincipalName", "mail", "accountEnabled", "userType"];

export type PeopleParts = {
	readonly directory: () => Promise<Directory>;
	readonly events: EventBus;
	/** False while assigning is known to be refused; default: it may be allowed. */
	readonly writable?: () => boolean;
	/** Which cycles have run, as it is now; default: none. */
	readonly cycles?: () => Promise<CycleKnowledge>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** The changes that may be undone; default: those of this process. */
	readonly made?: KeptChanges;
};

const noCycles: CycleKnowledge = { running: null };

/** The users and groups of the source, with who is assigned and how. Read once, and again on `refresh` and after a change. */
export function createPeopleService({
	directory,
	events,
	writable = () => true,
	cycles = async () => noCycles,
	now,
	made = keepChanges(null),
}: PeopleParts): People {
	const people = new CachedValue(async () => readPeople(await directory()));
	events.on(["cycleEnded", "connectionChanged", "sourceChanged"], people.invalidate);
	events.on(["connectionChanged"], made.clear);

	const list: People["list"] = ({ refresh = false, signal } = {}) => {
		if (refresh) people.invalidate();
		return waitFor(people.get(), signal);
	};
	const byId = async () => new Map((await list()).map((person) => [person.id, person]));
	const latestRewrite = async ({ file }: Directory) => (await file?.rewrites())?.at(-1);

	/** Makes a change, reads the source again, and reports what it then shows. */
	const change = async (
		kind: "assigned" | "unassigned",
		ids: readonly string[],
		editsFor: (person: Person) => readonly AssignmentEdit[],
	): Promise<readonly PersonResult[]> => {
		const source = await directory();
		const before = await byId();
		const planned = ids.map((id): PlannedEdits => {
			const person = before.get(id);
			const displayName = person?.displayName ?? id;
			if (person === undefined)
				return {
					...{ id, displayName },
					edits: new Error(`${id} is no longer in the directory. Refresh the list.`),
				};
			try {
				return { id, displayName, edits: editsFor(person) };
			} catch (error) {
				return { id, displayName, edits: new Error(errorMessage(error)) };
			}
		});
		const at = now();
		const results = await carryOut(source, planned);
		await events.publish({ type: "sourceChanged" });
		const after = await byId();
		const inverse = planned.flatMap(({ id, displayName }): readonly InverseEdits[] => {
			const edits = inverseOf(before.get(id), after.get(id));
			return edits.length === 0 ? [] : [{ id, displayName, edits }];
		});
		if (inverse.length > 0) {
			const names = inverse.map(({ displayName }) => displayName);
			await made.add({ kind, at, names, file: source.file?.path ?? null, inverse });
		}
		return results.map((result, index) => {
			const edits = planned[index]?.edits ?? [];
			if (result.error !== null || edits instanceof Error) return result;
			const isConfirmed = edits.every((edit) => isShown(edit, after.get(result.id)));
			return isConfirmed ? result : { ...result, isUnconfirmed: true };
		});
	};

	/** Undoes a change as far as the source still shows it. */
	const undoIn = async (source: Directory, inverse: readonly InverseEdits[]) => {
		people.invalidate();
		const present = await byId();
		const edits = inverse.map(({ id, displayName, edits }) => ({
			...{ id, displayName },
			edits: presentEdits(edits, present.get(id)),
		}));
		return await carryOut(source, edits);
	};

	const lastChange = async (): Promise<AssignmentChange | null> => {
		const source = await directory();
		if (source.file !== undefined) {
			const rewrite = await latestRewrite(source);
			if (rewrite === undefined) return null;
			// The copy is made within the change. An older one is of an earlier process, or of the command line.
			const latest = (await made.all()).at(-1);
			const { kind, names } =
				latest !== undefined && rewrite.at >= latest.at ? latest : { kind: "rewritten" as const, names: [] };
			const refusal = cycleSince(await cycles(), rewrite.at);
			return { kind, names, at: rewrite.at, file: rewrite.file, refusal };
		}
		const latest = (await made.all()).at(-1);
		if (latest === undefined) return null;
		const { kind, at, names, file } = latest;
		return { kind, at, names, file, refusal: cycleSince(await cycles(), at) };
	};

	return {
		writable,
		list,
		subscribe: (listener) => events.on(["sourceChanged"], listener),
		roles: async (): Promise<readonly AppRole[]> => (await (await directory()).assignments()).roles,
		groups: async (): Promise<readonly Group[]> => (await directory()).groups(),
		assign: (ids, appRoleId) =>
			change("assigned", ids, ({ id, type }) => [{ type: "assign", principal: { id, type }, appRoleId }]),
		unassign: (ids) => change("unassigned", ids, directEdits),
		async file() {
			const source = await directory();
			if (source.file === undefined) return null;
			const { path, rewrites } = source.file;
			return { path, problems: (await source.problems?.()) ?? [], rewrites: await rewrites() };
		},
		lastChange,
		async undo() {
			const source = await directory();
			const last = await lastChange();
			if (last === null && source.file === undefined)
				throw new Error("There is no change of assignments to undo.");
			if (last !== null && last.refusal !== null)
				throw new Error(`Nothing was undone. ${last.refusal} Assign or unassign the users instead.`);
			const change = (await made.all()).at(-1);
			try {
				const results =
					source.file === undefined
						? await undoIn(source, change?.inverse ?? [])
						: await source.file.undo().then(() => []);
				const failed = new Set(results.flatMap(({ id, error }) => (error === null ? [] : [id])));
				if (change !== undefined && (source.file === undefined || last?.kind !== "rewritten"))
					await made.replaceLatest(
						failed.size === 0
							? null
							: { ...change, inverse: change.inverse.filter(({ id }) => failed.has(id)) },
					);
				const { kind, at, names, file } = last ?? { kind: "rewritten", at: 0, names: [], file: null };
				return { kind, at, names, file, results };
			} finally {
				await events.publish({ type: "sourceChanged" });
			}
		},
	};
}

function directEdits(person: Person): readonly AssignmentEdit[] {
	const direct = person.assigned.filter(({ via }) => via === null);
	const groups = [...new Set(person.assigned.flatMap(({ via }) => via ?? []))];
	if (direct.length === 0 && groups.length > 0) {
		throw new Error(
			`${person.displayName} is assigned through ${groups.join(", ")}. Unassign the group instead.`,
		);
	}
	if (direct.length === 0) throw new Error(`${person.displayName} is not assigned.`);
	return direct.map(({ assignmentId }) => ({ type: "unassign", assignmentId }));
}

async function readPeople(source: Directory): Promise<readonly Person[]> {
	const [state, groups, read] = await Promise.all([
		source.assignments(),
		source.groups(),
		source.read(null, shown),
	]);
	const entitlements = entitle(state.assignments, state.roles, (group) => state.members.get(group) ?? []);
	const people: Person[] = [];
	for await (const page of read.users) {
		for (const user of page) people.push(personOf(user, entitlements.get(user.id) ?? []));
	}
	const names = new Map(state.roles.map(({ id, displayName }) => [id, displayName]));
	for (const group of groups) {
		const assigned = state.assignments
			.filter(({ principalId }) => principalId === group.id)
			.map(({ id, appRoleId }) => ({
				assignmentId: id,
				roleId: appRoleId,
				role: cleanText(names.get(appRoleId) ?? "Default Access"),
				via: null,
			}));
		people.push({
			id: group.id,
			type: "Group",
			displayName: cleanText(group.displayName),
			userName: "",
			mail: "",
			enabled: true,
			guest: false,
			assigned,
		});
	}
	const order = new Intl.Collator(undefined, { sensitivity: "base" });
	return people.sort((a, b) => order.compare(a.displayName, b.displayName));
}

function personOf(user: SourceUser, entitlements: readonly Entitlement[]): Person {
	const { mail, userType } = user.attributes;
	return {
		id: user.id,
		type: "User",
		displayName: cleanText(nameOf(user)),
		userName: cleanText(principalNameOf(user)),
		mail: typeof mail === "string" ? cleanText(mail) : "",
		enabled: isEnabled(user),
		guest: userType === "Guest",
		assigned: entitlements.map(({ role, assignmentId, via }) => ({
			assignmentId,
			roleId: role.id,
			role: cleanText(role.displayName),
			via: via.type === "group" ? cleanText(via.displayName) : null,
		})),
	};
}
