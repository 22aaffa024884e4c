import type { Directory } from "../../ports/source/directory.ts";
import type { AssignmentEdit } from "../../ports/source/source-file.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { AssignmentChange, Person, PersonResult } from "./people.ts";

/** The edits for one user or group; an error says why there are none. */
export type PlannedEdits = {
	readonly id: string;
	readonly displayName: string;
	readonly edits: readonly AssignmentEdit[] | Error;
};

/** An edit that undoes another one. `appRoleId` finds the assignment again when it has another id by then. */
export type InverseEdit =
	| Extract<AssignmentEdit, { readonly type: "assign" }>
	| (Extract<AssignmentEdit, { readonly type: "unassign" }> & { readonly appRoleId: string });

/** What undoes a change of one user or group. */
export type InverseEdits = {
	readonly id: string;
	readonly displayName: string;
	readonly edits: readonly InverseEdit[];
};

/** A change that was made here, with what is needed to undo it. */
export type MadeChange = Omit<AssignmentChange, "refusal" | "kind"> & {
	readonly kind: "assigned" | "unassigned";
	readonly inverse: readonly InverseEdits[];
};

/**
 * Carries edits out: in a file all of them with one rewrite, in Entra ID one call each.
 *
 * @returns the outcome for each user or group; rejects when a file could not be written, and then nothing was changed
 */
export async function carryOut(
	source: Directory,
	planned: readonly PlannedEdits[],
): Promise<readonly PersonResult[]> {
	if (source.file !== undefined) {
		const all = planned.flatMap(({ edits }) => (edits instanceof Error ? [] : edits));
		const refused = await source.file.change(all);
		let next = 0;
		return planned.map(({ id, displayName, edits }) => {
			if (edits instanceof Error) return { id, displayName, error: edits.message };
			const mine = refused.slice(next, next + edits.length);
			next += edits.length;
			return { id, displayName, error: mine.find((one) => one !== null)?.message ?? null };
		});
	}
	const results: PersonResult[] = [];
	for (const { id, displayName, edits } of planned) {
		try {
			if (edits instanceof Error) throw edits;
			for (const edit of edits) {
				if (edit.type === "assign") await source.assign(edit.principal, edit.appRoleId);
				else await source.unassign(edit.assignmentId);
			}
			results.push({ id, displayName, error: null });
		} catch (error) {
			results.push({ id, displayName, error: errorMessage(error) });
		}
	}
	return results;
}

const directOf = (person: Person | undefined) => person?.assigned.filter(({ via }) => via === null) ?? [];

/** What undoes a change of a user or group, from the direct assignments before and after it. Empty when nothing changed. */
export function inverseOf(before: Person | undefined, after: Person | undefined): readonly InverseEdit[] {
	const person = after ?? before;
	if (person === undefined) return [];
	const { id, type } = person;
	const idsBefore = new Set(directOf(before).map(({ assignmentId }) => assignmentId));
	const idsAfter = new Set(directOf(after).map(({ assignmentId }) => assignmentId));
	return [
		...directOf(after).flatMap(({ assignmentId, roleId }): readonly InverseEdit[] =>
			idsBefore.has(assignmentId) ? [] : [{ type: "unassign", assignmentId, appRoleId: roleId }],
		),
		...directOf(before).flatMap(({ assignmentId, roleId }): readonly InverseEdit[] =>
			idsAfter.has(assignmentId) ? [] : [{ type: "assign", principal: { id, type }, appRoleId: roleId }],
		),
	];
}

/**
 * The edits as they apply to a user or group now: an assignment that was removed and made again since has another id, and one that is gone
 * needs no edit.
 */
export function presentEdits(
	edits: readonly InverseEdit[],
	person: Person | undefined,
): readonly AssignmentEdit[] {
	const direct = directOf(person);
	return edits.flatMap((edit): readonly AssignmentEdit[] => {
		if (edit.type === "assign") return [edit];
		const found =
			direct.find(({ assignmentId }) => assignmentId === edit.assignmentId) ??
			direct.find(({ roleId }) => roleId === edit.appRoleId);
		return found === undefined ? [] : [{ type: "unassign", assignmentId: found.assignmentId }];
	});
}

/** Whether the source shows that an edit was made. */
export function isShown(edit: AssignmentEdit, after: Person | undefined): boolean {
	const direct = directOf(after);
	return edit.type === "assign"
		? direct.some(({ roleId }) => roleId === edit.appRoleId)
		: direct.every(({ assignmentId }) => assignmentId !== edit.assignmentId);
}
