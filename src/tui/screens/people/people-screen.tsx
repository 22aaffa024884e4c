import { Box, Text } from "ink";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { AssignmentChange, PeopleFile, Person, PersonResult } from "../../../app/people/people.ts";
import type { Session } from "../../../app/session.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { AppRole } from "../../../source/app-role.ts";
import { counted } from "../../../text/counted.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { detailPlace } from "../../components/detail/detail-place.ts";
import { restMs, Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { readAgain } from "../../components/list/read-again.ts";
import { Spinner } from "../../components/spinner.tsx";
import { type Arrival, useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useSettled } from "../../hooks/use-settled.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { paint } from "../../theme/theme.ts";
import { problemText, rewrittenText } from "./change/file-text.ts";
import { type Unassignment, unassignmentOf, whyNothing } from "./change/unassignment.ts";
import { undoneText } from "./change/undo-text.ts";
import { peopleColumns } from "./people-columns.ts";
import { onDemandCommands, type PaneView, peopleCommands, performsNext } from "./people-commands.ts";
import { PeopleHead } from "./people-head.tsx";
import { type Over, PeopleOverlay } from "./people-overlay.tsx";
import { countPeople, inView, nextView, type PeopleView } from "./people-view.ts";
import { personText } from "./person/person-text.ts";
import { accountOf } from "./person/standing.ts";
import { batchDetails, personDetails } from "./person-details.ts";
import { useLastResults } from "./read/use-last-results.ts";
import { useStandings } from "./read/use-standings.ts";
import { type Runs, useOnDemand } from "./run/use-on-demand.ts";

const keyOf = ({ id }: Person) => id;

type Read = {
	readonly all: readonly Person[];
	readonly file: PeopleFile | null;
	readonly lastChange: AssignmentChange | null;
};
const none: Read = { all: [], file: null, lastChange: null };

/** Log entries in the details of a user; `H` shows the others. */
const shownEntries = 8;

/**
 * Users and groups of the source with assignment, link, account and last result; assigns, unassigns, and provisions on demand in the
 * details of the current user.
 *
 * @param onDemand whether this is the route On demand, where only users are shown and Enter previews them
 */
export function PeopleScreen({
	session,
	width,
	height,
	arrival,
	onDemand = false,
}: ScreenProps & { readonly onDemand?: boolean }) {
	const { people, provisioning } = session;
	const { go, toast, hint, now } = useShell();
	const status = useProvisioningStatus(session);
	const fresh = useRef(false);
	const { value, loading, failed, reload } = useLoad(people, async (from): Promise<Read> => {
		const refresh = fresh.current;
		fresh.current = false;
		// All screens share one read of the source: leaving this screen must not abort it.
		return {
			all: await from.list({ refresh }),
			file: await from.file(),
			lastChange: await from.lastChange(),
		};
	});
	const { all, file, lastChange } = value ?? none;
	const matters = useMemo(
		() =>
			new Map(status.openMatters.flatMap((matter) => ("user" in matter ? [[matter.user.id, matter]] : []))),
		[status.openMatters],
	);
	const failing = useMemo(() => new Set(matters.keys()), [matters]);
	const [view, setView] = useState<PeopleView>("all");
	const counts = useMemo(() => countPeople(all), [all]);
	const users = useMemo(() => (onDemand ? all.filter(({ type }) => type === "User") : all), [all, onDemand]);
	const shown = useMemo(() => inView(users, view, failing), [users, view, failing]);
	const { standings, reload: reloadStandings } = useStandings(session, all);
	const results = useLastResults(session, all);
	const demand = useOnDemand(session);
	const { runs } = demand;
	const source = session.profile().source.type === "file" ? "Source" : "Entra";
	const columns = useMemo(
		() => peopleColumns({ source, standings, results, runs, now }),
		[source, standings, results, runs, now],
	);
	const list = useList({ items: shown, keyOf, textOf: personText, columns });
	const [over, setOver] = useState<Over | null>(null);
	const task = useTask();
	const noPreview = provisioning.missing("preview");
	const { current, selected } = list;
	const isOver = detailPlace({ width, height: height - 2 }) === "over";
	const showsDetails = !isOver || over?.type === "details";
	const history = useHistory(session, showsDetails ? current : undefined, demand.busy ? null : results);

	const chosen = (): readonly Person[] => {
		if (selected.size > 0) return all.filter(({ id }) => selected.has(id));
		return current ? [current] : [];
	};
	const details = (person: Person) =>
		personDetails({
			...{ person, source, standings, hint, now: now(), run: runs.get(person.id) },
			noPreview: onDemand ? noPreview : null,
			...{ history: person.id === current?.id ? history : null, matter: matters.get(person.id) },
		});
	const nameOf = (id: string) => all.find((person) => person.id === id)?.displayName ?? id;
	const batch = batchDetails(demand, nameOf, hint);

	const runView = (those: readonly Person[]) => {
		const some = those.filter(({ type }) => type === "User");
		const theirs = some.map(({ id }) => runs.get(id));
		const unseen = some.filter((_, index) => theirs[index]?.state !== "done" || theirs[index]?.performs);
		const performable = some.filter((_, index) => theirs[index]?.report?.entry === null);
		const start = (performed: readonly Person[], performs: boolean) => {
			// Where the details are not beside the list, they open on top of it.
			setOver(isOver ? { type: some.length > 1 ? "batch" : "details", person: some[0] ?? null } : null);
			const ends = demand.start(performed.map(keyOf), performs);
			return performs ? ends.then(reloadStandings) : ends;
		};
		return {
			users: some,
			runs: theirs,
			busy: task.busy !== null || demand.busy,
			otherRunner: status.otherRunner,
			noPreview,
			provision() {
				if (!performsNext({ runs: theirs, noPreview })) return start(unseen, false);
				const performed = noPreview === null ? performable : some;
				if (noPreview === null && some.length === 1) return start(performed, true);
				return setOver({ type: "provision", users: performed, start: () => start(performed, true) });
			},
			again: () => start(some, false),
		};
	};
	const paneView = (those: readonly Person[]): PaneView => {
		const [only] = those;
		const entry = only === undefined ? null : (runs.get(only.id)?.report?.entry ?? null);
		return {
			...runView(those),
			close: () => setOver(null),
			openEntry: entry === null || those.length > 1 ? null : () => setOver({ type: "entry", entry }),
			another() {
				setOver(null);
				list.setFilter("");
				list.setFiltering(true);
			},
			running: demand.busy,
			stop: demand.stop,
		};
	};
	const { again: _, ...runActions } = runView(chosen());
	const account = current && accountOf(standings, current);
	const open = () => current && setOver({ type: "details", person: current });
	useCommands(onDemand ? onDemandCommands : peopleCommands, {
		...runActions,
		current,
		anybody: current !== undefined || selected.size > 0,
		writable: people.writable(),
		open,
		look() {
			if (current === undefined) return;
			open();
			if (noPreview === null && runs.get(current.id)?.state !== "done")
				void demand.start([current.id], false);
		},
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
		lastChange,
		now,
		undo: () => undo(),
		running: demand.busy,
		stop: demand.stop,
		explain: (person) => setOver({ type: "why", person }),
		showHistory: (person) => setOver({ type: "history", person }),
		goToAccount: account === undefined ? null : () => go("accounts", account.targetId),
		switchView: () => setView(nextView(view)),
		refresh() {
			fresh.current = true;
			demand.forget();
			reloadStandings();
			reload();
		},
	});

	const arrive = useEffectEvent((id: string) => {
		setView("all");
		list.setFilter("");
		list.clearSelection();
		list.goTo(id);
		if (!onDemand) return;
		setOver({ type: "details", person: id });
		if (noPreview === null) void demand.start([id], false);
	});
	const handled = useRef<Arrival | null>(null);
	useEffect(() => {
		if (arrival === null || arrival === handled.current) return;
		handled.current = arrival;
		if (arrival.argument !== null) arrive(arrival.argument);
	}, [arrival]);

	const showResults = async (changed: readonly PersonResult[] | undefined, title: string, done: string) => {
		if (changed === undefined) return;
		const rewritten = file === null ? null : await people.file();
		if (changed.some(({ error, isUnconfirmed }) => error !== null || isUnconfirmed))
			setOver({ type: "results", title, results: changed });
		else {
			const undoing = file === null ? ` ${keyFor("undo")} undoes it until then.` : rewrittenText(rewritten);
			toast.done(`${done}${undoing}`);
			list.clearSelection();
		}
		reload();
	};
	const assign = async (selection: readonly Person[], role: AppRole) => {
		setOver(null);
		const changed = await task.run(`Assigning ${selection.length} as ${role.displayName}…`, () =>
			people.assign(selection.map(keyOf), role.id),
		);
		const who = counted(selection.length, "user or group", "users and groups");
		await showResults(
			changed,
			"Assigning",
			`${who} assigned as ${role.displayName}. The next cycle provisions them.`,
		);
	};
	const unassign = async ({ direct }: Unassignment) => {
		setOver(null);
		const changed = await task.run(`Unassigning ${direct.length}…`, () => people.unassign(direct.map(keyOf)));
		const who = counted(direct.length, "user or group", "users and groups");
		await showResults(
			changed,
			"Unassigning",
			`${who} unassigned. The next cycle deactivates their accounts.`,
		);
	};
	const undo = async () => {
		const undone = await task.run("Undoing the last change…", () => people.undo());
		reload();
		if (undone === undefined) return;
		if (undone.results.some(({ error }) => error !== null))
			setOver({ type: "results", title: "Undoing", results: undone.results });
		else toast.done(undoneText(undone));
	};
	const problem = problemText(file);

	return (
		<Box flexDirection="column" width={width} height={height}>
			<PeopleHead
				counts={value === undefined ? null : counts}
				failing={failing.size}
				view={view}
				selected={selected.size}
				writable={people.writable()}
				width={width}
			/>
			<Box height={1}>
				{task.busy !== null ? (
					<Spinner label={task.busy} />
				) : demand.busy ? (
					<Spinner label={busyText(demand.batch, runs, nameOf)} />
				) : loading && all.length > 0 ? (
					<Spinner label="Refreshing users and groups…" />
				) : (
					<Text wrap="truncate-end" {...(problem === null ? { dimColor: true } : paint("caution"))}>
						{problem ?? (onDemand ? choosingText(noPreview === null) : " ")}
					</Text>
				)}
			</Box>
			<Split
				width={width}
				height={height - 2}
				details={current === undefined ? [] : paneDetails(details(current), batch, runs.has(current.id))}
				of={current?.id}
				rows={list.rows.length}
			>
				{(size) => (
					<List
						name="people"
						{...size}
						list={list}
						columns={columns}
						selectable
						empty={
							loading ? (
								<Spinner label={onDemand ? "Reading the users…" : "Reading users and groups…"} />
							) : (
								(readAgain(failed) ?? (list.filter === "" ? emptyText(view) : "No users match."))
							)
						}
					/>
				)}
			</Split>
			{over !== null && (
				<PeopleOverlay
					session={session}
					over={over}
					size={{ width, height }}
					file={file}
					find={(person) => (typeof person === "string" ? all.find(({ id }) => id === person) : person)}
					details={details}
					batch={batch}
					paneView={paneView}
					chosen={chosen}
					onAssign={assign}
					onUnassign={unassign}
					onClose={() => setOver(null)}
				/>
			)}
		</Box>
	);
}

/** The newest log entries of the current user, read again when any result changes; null until they are read. */
function useHistory(
	session: Session,
	person: Person | undefined,
	results: unknown,
): readonly LogEntry[] | null {
	const id = useSettled(person?.type === "User" ? person.id : null, restMs);
	const on = useMemo(() => ({ id, results }), [id, results]);
	const { value } = useLoad(
		on,
		async ({ id: sourceId }) => ({
			sourceId,
			entries:
				sourceId === null
					? []
					: await session.provisioning.log({ order: "descending", limit: shownEntries, sourceId }),
		}),
		{ quiet: true },
	);
	return value !== undefined && value.sourceId === person?.id ? value.entries : null;
}

/** The current user's details with the run over several users, which is first unless the user has a run. */
function paneDetails(
	details: readonly Detail[],
	batch: readonly Detail[],
	isRun: boolean,
): readonly Detail[] {
	if (batch.length === 0) return details;
	return isRun ? [...details, { text: "" }, ...batch] : [...batch, { text: "" }, ...details];
}

/** `Previewing Ada Brink, 3 of 12…`. */
function busyText(batch: readonly string[], runs: Runs, nameOf: (id: string) => string): string {
	const at = batch.findIndex((id) => runs.get(id)?.state === "working");
	const id = batch[at];
	const run = id === undefined ? undefined : runs.get(id);
	if (id === undefined || run === undefined) return "Provisioning on demand…";
	const count = batch.length > 1 ? `, ${at + 1} of ${batch.length}` : "";
	return run.performs
		? `Provisioning ${nameOf(id)}${count}…`
		: `Previewing ${nameOf(id)}${count} (nothing is written)…`;
}

function choosingText(canPreview: boolean): string {
	return canPreview
		? "Press Enter to preview a user's provisioning steps. Nothing is written."
		: "Press Enter to choose a user. Nothing is written yet.";
}

function emptyText(view: PeopleView): string {
	switch (view) {
		case "all":
			return "No users or groups.";
		case "assigned":
			return "No user or group is assigned.";
		case "not assigned":
			return "All users and groups are assigned.";
		case "failing":
			return "No user fails.";
		case "groups":
			return "No groups.";
	}
}
