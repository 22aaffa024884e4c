import { Box, Text } from "ink";
import { useMemo, useRef, useState } from "react";
import type { PeopleFile, Person, PersonResult } from "../../../app/people/people.ts";
import type { AppRole } from "../../../source/app-role.ts";
import { counted } from "../../../text/counted.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { List } from "../../components/list/list.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useTask } from "../../hooks/use-task.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { paint } from "../../theme/theme.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import { resultDetails } from "./change-results.ts";
import { problemText, rewriteLines, rewrittenText } from "./file-text.ts";
import { peopleColumns } from "./people-columns.ts";
import { peopleCommands } from "./people-commands.ts";
import { PeopleDialog } from "./people-dialog.tsx";
import { PeopleHead } from "./people-head.tsx";
import { countPeople, inView, nextView, type PeopleView } from "./people-view.ts";
import { personDetails, personText } from "./person-text.ts";
import { type Unassignment, unassignLines, unassignmentOf, whyNothing } from "./unassignment.ts";

/** The dialog on top of the list. */
type Over =
	| { readonly type: "details"; readonly person: Person }
	| { readonly type: "why"; readonly person: Person }
	| { readonly type: "assign"; readonly chosen: readonly Person[] }
	| { readonly type: "unassign"; readonly change: Unassignment }
	| { readonly type: "results"; readonly title: string; readonly results: readonly PersonResult[] };

const keyOf = ({ id }: Person) => id;
const none: { readonly all: readonly Person[]; readonly file: PeopleFile | null } = { all: [], file: null };

/** Users and groups of the tenant with their assignments; assigns and unassigns. */
export function PeopleScreen({ session, width, height }: ScreenProps) {
	const { people } = session;
	const { go, toast } = useShell();
	const fresh = useRef(false);
	const { value, loading, failed, reload } = useLoad(people, async (from) => {
		const refresh = fresh.current;
		fresh.current = false;
		// All screens share one read of the source: leaving this screen must not abort it.
		return { all: await from.list({ refresh }), file: await from.file() };
	});
	const { all, file } = value ?? none;
	const [view, setView] = useState<PeopleView>("all");
	const counts = useMemo(() => countPeople(all), [all]);
	const shown = useMemo(() => inView(all, view), [all, view]);
	const list = useList({ items: shown, keyOf, textOf: personText, columns: peopleColumns });
	const [over, setOver] = useState<Over | null>(null);
	const task = useTask();
	const { current, selected } = list;

	const chosen = (): readonly Person[] => {
		if (selected.size > 0) return all.filter(({ id }) => selected.has(id));
		return current ? [current] : [];
	};
	useCommands(peopleCommands, {
		current,
		anybody: current !== undefined || selected.size > 0,
		busy: task.busy !== null,
		writable: people.writable(),
		open: () => current && setOver({ type: "details", person: current }),
		assign() {
			const selection = chosen();
			if (selection.length > 0) setOver({ type: "assign", chosen: selection });
		},
		unassign() {
			const change = unassignmentOf(chosen());
			const reason = whyNothing(change);
			if (reason === null) setOver({ type: "unassign", change });
			else toast.warn(reason);
		},
		undo: file === null || file.rewrites.length === 0 ? null : () => void undo(),
		provision: (id) => go("on-demand", id),
		explain: (person) => setOver({ type: "why", person }),
		switchView: () => setView(nextView(view)),
		refresh() {
			fresh.current = true;
			reload();
		},
	});

	const showResults = async (results: readonly PersonResult[] | undefined, title: string, done: string) => {
		if (results === undefined) return;
		const changed = file === null ? null : await people.file();
		if (results.some(({ error }) => error !== null)) setOver({ type: "results", title, results });
		else {
			toast.done(
				`${counted(results.length, "user or group", "users and groups")} ${done}${rewrittenText(changed)}`,
			);
			list.clearSelection();
		}
		reload();
	};
	const assign = async (selection: readonly Person[], role: AppRole) => {
		setOver(null);
		const results = await task.run(`Assigning ${selection.length} as ${role.displayName}…`, () =>
			people.assign(selection.map(keyOf), role.id),
		);
		await showResults(
			results,
			"Assigning",
			`assigned as ${role.displayName}. The next cycle provisions them.`,
		);
	};
	const unassign = async ({ direct }: Unassignment) => {
		setOver(null);
		const results = await task.run(`Unassigning ${direct.length}…`, () => people.unassign(direct.map(keyOf)));
		await showResults(results, "Unassigning", "unassigned. The next cycle deactivates their accounts.");
	};

	const undo = async () => {
		const undone = await task.run("Undoing the last change…", () => people.undo());
		if (undone === undefined) return;
		toast.done(`The last change was undone: ${undone.file} is as it was before.`);
		reload();
	};
	const problem = problemText(file);

	return (
		<Box flexDirection="column" width={width} height={height}>
			<PeopleHead
				counts={value === undefined ? null : counts}
				view={view}
				selected={selected.size}
				writable={people.writable()}
			/>
			<Box height={1}>
				{task.busy !== null ? (
					<Spinner label={task.busy} />
				) : loading && all.length > 0 ? (
					<Spinner label="Refreshing users and groups…" />
				) : (
					<Text wrap="truncate-end" {...paint("caution")}>
						{problem ?? " "}
					</Text>
				)}
			</Box>
			<List
				list={list}
				columns={peopleColumns}
				width={width}
				height={height - 2}
				selectable
				empty={
					loading ? (
						<Spinner label="Reading users and groups…" />
					) : (
						(failed ?? (list.filter === "" ? "No users or groups." : "No users match."))
					)
				}
			/>
			{over?.type === "details" && (
				<PeopleDialog
					title={over.person.displayName}
					details={personDetails(over.person)}
					width={width}
					height={height}
					onClose={() => setOver(null)}
				/>
			)}
			{over?.type === "why" && (
				<WhyDialog
					why={session.why}
					userId={over.person.id}
					name={over.person.displayName}
					width={width}
					height={height}
					onClose={() => setOver(null)}
				/>
			)}
			{over?.type === "assign" && (
				<AssignDialog
					people={people}
					chosen={over.chosen}
					notes={rewriteLines(file)}
					onAssign={(role) => assign(over.chosen, role)}
					onClose={() => setOver(null)}
				/>
			)}
			{over?.type === "unassign" && (
				<ConfirmDialog
					title={`Unassign ${counted(over.change.direct.length, "user or group", "users and groups")}`}
					lines={[...unassignLines(over.change), ...rewriteLines(file)]}
					{...(over.change.direct.length > 1 ? { typed: String(over.change.direct.length) } : {})}
					verb="Unassign"
					danger
					onConfirm={() => unassign(over.change)}
					onCancel={() => setOver(null)}
				/>
			)}
			{over?.type === "results" && (
				<PeopleDialog
					title={`${over.title}: results`}
					tone="caution"
					details={resultDetails(over.results)}
					width={width}
					height={height}
					onClose={() => setOver(null)}
				/>
			)}
		</Box>
	);
}
