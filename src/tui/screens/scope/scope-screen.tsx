import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import type { Rules } from "../../../app/open/open-rules.ts";
import type { Clause, Scope } from "../../../scoping/scope.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { useShell } from "../../context/shell-context.ts";
import { openHistoryCommands } from "../../history/history-commands.ts";
import { useList } from "../../hooks/use-list.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { cutText, wrapText } from "../../text/fit-text.ts";
import { initialCycle } from "../../text/initial-cycle.ts";
import { paint } from "../../theme/theme.ts";
import { AffectedLines } from "./affected-users.tsx";
import { liveText } from "./effect-text.ts";
import { scopeCommands } from "./scope-commands.ts";
import { ScopeDialog, type ScopeOver } from "./scope-dialog.tsx";
import { remove } from "./scope-draft.ts";
import { type ScopeRow, scopeColumns, scopeRows } from "./scope-rows.ts";
import { useScopeDraft } from "./use-scope-draft.ts";
import { useScopeEffect } from "./use-scope-effect.ts";

const keyOf = ({ id }: ScopeRow) => id;
const textOf = ({ text }: ScopeRow) => text;
const blank: Clause = { attribute: "", operator: "EQUALS", value: "" };

/** Edits the scope with a live count of the users who are in scope, enter and leave. */
export function ScopeScreen({ session, scope: scoping, mapping, width, height }: ScreenProps & Rules) {
	const { toast, back } = useShell();
	const { saved, draft, edited, ...edits } = useScopeDraft(session, scoping);
	const live = useScopeEffect(scoping, draft, saved);
	const rows = useMemo(() => scopeRows(draft, live.problems), [draft, live.problems]);
	const list = useList({ items: rows, keyOf, textOf, columns: scopeColumns, sortable: false });
	const [over, setOver] = useState<ScopeOver | null>(null);
	const task = useTask();
	const { current } = list;
	const { effect } = live;
	const close = () => setOver(null);
	const change = (next: Scope) => {
		edits.change(next);
		close();
	};

	const edit = ({ place: { filter: index, clause } }: ScopeRow) => {
		const filter = draft.filters[index];
		if (filter === undefined) return;
		if (clause === null) setOver({ type: "name", filter: index, name: filter.name });
		else
			setOver({ type: "clause", place: { filter: index, clause }, clause: filter.clauses[clause] ?? blank });
	};
	const ask = async (thenLeave: boolean) => {
		const error = live.problems.find(({ severity }) => severity === "error");
		if (error !== undefined) {
			toast.warn(error.message, "Fix it, then save.");
			return;
		}
		close();
		const effect = await task.run("Finding affected users…", () => judge());
		if (effect !== undefined) setOver({ type: "save", effect, thenLeave });
	};
	/** What saving would do. A scope whose effect is not known is not saved: an attribute may not exist. */
	const judge = async () => {
		try {
			return await scoping.compare(draft);
		} catch (failure) {
			throw new Error(`The scope can't be saved, because its effect is not known: ${errorMessage(failure)}`, {
				cause: failure,
			});
		}
	};
	const save = async (thenLeave: boolean) => {
		close();
		await task.run("Saving…", async () => {
			await edits.save();
			if (thenLeave) back();
			toast.done(`Scope saved. ${initialCycle}`);
		});
	};
	useCommands(openHistoryCommands, () => setOver({ type: "history" }));
	useCommands(scopeCommands, {
		current,
		edited,
		busy: task.busy !== null,
		affected: effect !== null && effect.entering.length + effect.leaving.length > 0,
		edit: () => current && edit(current),
		addFilter: () => setOver({ type: "clause", place: null, clause: blank }),
		addClause: () =>
			current && setOver({ type: "clause", place: { ...current.place, clause: null }, clause: blank }),
		remove: () => current && change(remove(draft, current.place)),
		switchUsers: () => change({ ...draft, users: draft.users === "all" ? "assigned" : "all" }),
		switchFallingOut: () => change({ ...draft, skipOutOfScopeDeletions: !draft.skipOutOfScopeDeletions }),
		showAffected: () => effect && setOver({ type: "affected", effect }),
		filtered: list.filter !== "" || list.selected.size > 0,
		save: () => ask(false),
		undo: edits.undo,
		refresh: live.refresh,
		leave: () => setOver({ type: "leave" }),
	});

	const restore = async (number: number) => {
		close();
		await task.run("Restoring…", async () => {
			await mapping.restore(number);
			edits.takeSaved();
			toast.done(`Version ${number} restored. ${initialCycle}`);
		});
	};

	const isHosted = session.provisioning.mode() === "hosted";
	const worst = live.problems[0];
	const isWrong = worst?.severity === "error" || live.failed !== null;
	const warning = worst?.severity === "warning" ? wrapText(`! ${worst.message}`, width).slice(0, 2) : [" "];
	const bodyHeight = height - 2 - warning.length;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>{task.busy ?? `${isHosted ? "Entra's job: " : ""}${whoText(draft)}`}</Text>
				{edited && <Text {...paint("caution")}>{"  * unsaved"}</Text>}
			</Text>
			<Text bold={!isWrong} {...paint(isWrong ? "bad" : "plain")}>
				{cutText(liveText(live), width)}
			</Text>
			<Text {...paint("caution")}>{warning.join("\n")}</Text>
			<Split
				width={width}
				height={bodyHeight}
				details={(size) => <AffectedLines effect={effect} failed={live.failed} {...size} />}
				linesBelow={Math.floor(bodyHeight / 2)}
				rows={list.rows.length}
				always
			>
				{(size) => (
					<List
						name="scope"
						{...size}
						list={list}
						columns={scopeColumns}
						empty={
							list.filter === ""
								? `No scoping filter: all ${draft.users === "all" ? "users" : "assigned users"} are in scope. Press ${keyFor("add")} to add one.`
								: "No filters match."
						}
					/>
				)}
			</Split>
			{over !== null && (
				<ScopeDialog
					{...{ over, scoping, saved, draft, width, height }}
					history={mapping}
					onChange={change}
					onRestore={restore}
					onAskToSave={() => ask(true)}
					onSave={save}
					onDiscard={() => {
						edits.undo();
						close();
						back();
					}}
					onClose={close}
				/>
			)}
		</Box>
	);
}

function whoText({ users, skipOutOfScopeDeletions }: Scope): string {
	const who = users === "all" ? "All users" : "Assigned users";
	return `${who} · users who leave the scope are ${skipOutOfScopeDeletions ? "not changed" : "deactivated"}`;
}
