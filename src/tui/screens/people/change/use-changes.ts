import type { PeopleFile, Person, PersonResult } from "../../../../app/people/people.ts";
import type { Session } from "../../../../app/session.ts";
import type { AppRole } from "../../../../source/app-role.ts";
import { useShell } from "../../../context/shell-context.ts";
import type { Task } from "../../../hooks/use-task.ts";
import { keyFor } from "../../../keys/key-table.ts";
import { usersAndGroups } from "../../../text/users-and-groups.ts";
import { rewrittenText } from "./file-text.ts";
import type { Unassignment } from "./unassignment.ts";
import { undoneText } from "./undo-text.ts";

export type ChangesOptions = {
	readonly people: Session["people"];
	readonly task: Task;
	/** The source as a file; null for Entra ID. */
	readonly file: PeopleFile | null;
	/** Shows the result of each user or group, since some have failed. */
	readonly showResults: (title: string, results: readonly PersonResult[]) => void;
	/** Called when all were changed. */
	readonly onDone: () => void;
	/** Called after each attempt, since any of them may have been changed. */
	readonly reload: () => void;
};

const idsOf = (those: readonly Person[]) => those.map(({ id }) => id);

/** Changes of assignments, one at a time, each with a message about what the source accepted. */
export function useChanges({ people, task, file, showResults, onDone, reload }: ChangesOptions) {
	const { toast } = useShell();

	const report = async (changed: readonly PersonResult[] | undefined, title: string, done: string) => {
		if (changed === undefined) return;
		const rewritten = file === null ? null : await people.file();
		if (changed.some(({ error, isUnconfirmed }) => error !== null || isUnconfirmed))
			showResults(title, changed);
		else {
			const undoing = file === null ? ` ${keyFor("undo")} undoes it until then.` : rewrittenText(rewritten);
			toast.done(`${done}${undoing}`);
			onDone();
		}
		reload();
	};

	return {
		async assign(chosen: readonly Person[], role: AppRole) {
			const changed = await task.run(
				`Assigning ${chosen.length} as ${role.displayName}…`,
				() => people.assign(idsOf(chosen), role.id),
				"writes",
			);
			const done = `${usersAndGroups(chosen)} assigned as ${role.displayName}. The next cycle provisions them.`;
			await report(changed, "Assigning", done);
		},
		async unassign({ direct }: Unassignment) {
			const changed = await task.run(
				`Unassigning ${direct.length}…`,
				() => people.unassign(idsOf(direct)),
				"writes",
			);
			const done = `${usersAndGroups(direct)} unassigned. The next cycle deactivates their accounts, if any.`;
			await report(changed, "Unassigning", done);
		},
		async undo() {
			const undone = await task.run("Undoing the last change…", () => people.undo(), "writes");
			reload();
			if (undone === undefined) return;
			if (undone.results.some(({ error }) => error !== null)) showResults("Undoing", undone.results);
			else toast.done(undoneText(undone));
		},
	};
}
