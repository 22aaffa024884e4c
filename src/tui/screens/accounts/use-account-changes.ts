import type { Accounts, PossibleOwner } from "../../../app/accounts/accounts.ts";
import { counted } from "../../../text/counted.ts";
import { useShell } from "../../context/shell-context.ts";
import type { Task } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import type { AccountRow } from "./account-row.ts";
import { type Repair, repairedText } from "./repair.ts";
import type { Comparing } from "./use-comparison.ts";

export type AccountChanges = ReturnType<typeof useAccountChanges>;

/** What the accounts screen does to accounts and links, each with what became of it in the status line. */
export function useAccountChanges({
	accounts,
	comparison,
	task,
	onDrift,
	onRepaired,
	onChanged,
}: {
	readonly accounts: Accounts;
	readonly comparison: Comparing;
	readonly task: Task;
	/** Called when a comparison finds drift. */
	readonly onDrift: () => void;
	readonly onRepaired: () => void;
	/** Called when accounts or links were changed. */
	readonly onChanged: () => void;
}) {
	const { toast } = useShell();

	const compare = async () => {
		const found = await task.run("Comparing…", comparison.compare);
		if (found === undefined) return;
		if (found.found.length === 0) {
			toast.done(`Compared ${counted(found.compared, "account")}: no drift.`);
			return;
		}
		onDrift();
		toast.warn(
			`Found drift in ${found.found.length} of ${counted(found.compared, "account")}. The log lists each one.`,
		);
	};
	const stop = () => {
		comparison.stop();
		toast.note(
			`Stopped after in-flight requests. The log lists what was repaired; press ${keyFor("check")} to compare again.`,
		);
	};
	const repair = async ({ drifts }: Repair) => {
		const after = await task.run("Repairing…", () => comparison.repair(drifts), "writes");
		if (after === undefined) return;
		if (after.found.every(({ outcome }) => outcome === "repaired")) toast.done(repairedText(after));
		else toast.warn(repairedText(after), "Press Enter on an account to see why.");
		onRepaired();
		onChanged();
	};
	const link = async ({ id, userName }: AccountRow, owner: PossibleOwner) => {
		const entry = await task.run(`Linking ${userName}…`, () => accounts.link(owner.id, id));
		if (entry === undefined) return;
		toast.done(`Linked ${userName} to ${owner.displayName}. The next cycle updates the account.`);
		onChanged();
	};
	const unlink = async ({ id, userName }: AccountRow) => {
		const entry = await task.run(`Unlinking ${userName}…`, () => accounts.unlink(id));
		if (entry === undefined) return;
		toast.done(`Unlinked ${userName}. The next cycle re-matches its user.`);
		onChanged();
	};
	return { compare, stop, repair, link, unlink };
}
