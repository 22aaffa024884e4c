import { Box, Text } from "ink";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Person } from "../../../app/people/people.ts";
import type { Session } from "../../../app/session.ts";
import { detailPlace } from "../../components/detail/detail-place.ts";
import { Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { readAgain } from "../../components/list/read-again.ts";
import { Spinner } from "../../components/spinner.tsx";
import { type Arrival, useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useTask } from "../../hooks/use-task.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { paint } from "../../theme/theme.ts";
import { problemText } from "./change/file-text.ts";
import { unassignmentOf, whyNothing } from "./change/unassignment.ts";
import { useChanges } from "./change/use-changes.ts";
import { peopleColumns } from "./people-columns.ts";
import { onDemandCommands, peopleCommands } from "./people-commands.ts";
import { PeopleHead } from "./people-head.tsx";
import { type Over, PeopleOverlay } from "./people-overlay.tsx";
import { countPeople, emptyText, inView, nextView, type PeopleView } from "./people-view.ts";
import { personText } from "./person/person-text.ts";
import { accountOf } from "./person/standing.ts";
import { batchDetails, paneDetails, personDetails } from "./person-details.ts";
import { useLastResults } from "./read/use-last-results.ts";
import { type LoadedPeople, usePeople } from "./read/use-people.ts";
import { useStandings } from "./read/use-standings.ts";
import { useUserHistory } from "./read/use-user-history.ts";
import { paneView, type RunContext, runView } from "./run/run-actions.ts";
import { busyText } from "./run/run-text.ts";
import { type OnDemand, useOnDemand } from "./run/use-on-demand.ts";

const keyOf = ({ id }: Person) => id;

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
	const { go, toast, hint, now } = useShell();
	const age = useNow(ageInterval);
	const loaded = usePeople(session);
	const { all, file, lastChange } = loaded;
	const demand = useOnDemand(session);
	const rows = usePeopleRows({ session, loaded, demand, onDemand });
	const { list, view, setView, matters, standings, reloadStandings, results, source } = rows;
	const { current, selected } = list;
	const [over, setOver] = useState<Over | null>(null);
	const close = () => setOver(null);
	const task = useTask();
	const isOver = detailPlace({ width, height: height - 2 }) === "over";
	const shownPerson = !isOver || over?.type === "details" ? current : undefined;
	const history = useUserHistory(session, shownPerson, demand.busy ? null : results);
	const writable = session.people.writable();

	const chosen = (): readonly Person[] => {
		if (selected.size > 0) return all.filter(({ id }) => selected.has(id));
		return current ? [current] : [];
	};
	const runContext: RunContext = {
		...{ demand, task, close, otherRunner: rows.otherRunner },
		noPreview: session.provisioning.missing("preview"),
		// Where the details are not beside the list, they open on top of it.
		showRuns: (users) =>
			setOver(isOver ? { type: users.length > 1 ? "batch" : "details", person: users[0] ?? null } : null),
		ask: (users, start) => setOver({ type: "provision", users, start }),
		showEntry: (entry) => setOver({ type: "entry", entry }),
		another() {
			close();
			list.setFilter("");
			list.setFiltering(true);
		},
		onPerformed: reloadStandings,
	};
	const { noPreview } = runContext;
	const changes = useChanges({
		...{ people: session.people, task, file, reload: loaded.reload },
		showResults: (title, changed) => setOver({ type: "results", title, results: changed }),
		onDone: list.clearSelection,
	});

	const preview = (id: string) => {
		if (noPreview === null) void demand.start([id], false);
	};
	const open = () => current && setOver({ type: "details", person: current });
	const account = current && accountOf(standings, current);
	useCommands(onDemand ? onDemandCommands : peopleCommands, {
		...runView(chosen(), runContext),
		current,
		anybody: current !== undefined || selected.size > 0,
		writable,
		open,
		look() {
			if (current === undefined) return;
			open();
			if (demand.runs.get(current.id)?.state !== "done") preview(current.id);
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
		undo: changes.undo,
		running: demand.busy,
		stop: demand.stop,
		explain: (person) => setOver({ type: "why", person }),
		showHistory: (person) => setOver({ type: "history", person }),
		goToAccount: account === undefined ? null : () => go("accounts", account.targetId),
		switchView: () => setView(nextView(view)),
		refresh() {
			demand.forget();
			reloadStandings();
			loaded.refresh();
		},
	});

	const arrive = useEffectEvent((id: string) => {
		setView("all");
		list.setFilter("");
		list.clearSelection();
		list.goTo(id);
		if (!onDemand) return;
		setOver({ type: "details", person: id });
		preview(id);
	});
	const handled = useRef<Arrival | null>(null);
	useEffect(() => {
		if (arrival === null || arrival === handled.current) return;
		handled.current = arrival;
		if (arrival.argument !== null) arrive(arrival.argument);
	}, [arrival]);

	const details = (person: Person) =>
		personDetails({
			...{ person, source, standings, hint, now: age, run: demand.runs.get(person.id) },
			noPreview: onDemand ? noPreview : null,
			...{ history: person.id === current?.id ? history : null, matter: matters.get(person.id) },
		});
	const nameOf = (id: string) => all.find((person) => person.id === id)?.displayName ?? id;
	const batch = batchDetails(demand, nameOf, hint);

	return (
		<Box flexDirection="column" width={width} height={height}>
			<PeopleHead
				counts={rows.counts}
				failing={matters.size}
				view={view}
				selected={selected.size}
				writable={writable}
				width={width}
				onView={setView}
			/>
			<StateLine
				busy={
					task.busy ??
					(demand.busy ? busyText(demand, nameOf) : null) ??
					(loaded.loading && all.length > 0 ? "Refreshing users and groups…" : null)
				}
				problem={problemText(file)}
				advice={onDemand ? choosingText(noPreview === null) : " "}
			/>
			<Split
				width={width}
				height={height - 2}
				details={
					current === undefined ? [] : paneDetails(details(current), batch, demand.runs.has(current.id))
				}
				of={current?.id}
				rows={list.rows.length}
			>
				{(size) => (
					<List
						name="people"
						{...size}
						list={list}
						columns={rows.columns}
						selectable
						empty={
							loaded.loading ? (
								<Spinner label={onDemand ? "Reading the users…" : "Reading users and groups…"} />
							) : (
								(readAgain(loaded.failed) ?? (list.filter === "" ? emptyText(view) : "No users match."))
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
					paneView={(those) => paneView(those, runContext)}
					chosen={chosen}
					onAssign={(those, role) => {
						close();
						return changes.assign(those, role);
					}}
					onUnassign={(change) => {
						close();
						return changes.unassign(change);
					}}
					onClose={close}
				/>
			)}
		</Box>
	);
}

type RowsOptions = {
	readonly session: Session;
	readonly loaded: LoadedPeople;
	readonly demand: OnDemand;
	readonly onDemand: boolean;
};

/** The rows of the list, and what is known about each of them beside the source. */
function usePeopleRows({ session, loaded: { all, isRead }, demand: { runs }, onDemand }: RowsOptions) {
	const { now } = useShell();
	const { openMatters, otherRunner } = useProvisioningStatus(session);
	const matters = useMemo(
		() => new Map(openMatters.flatMap((matter) => ("user" in matter ? [[matter.user.id, matter]] : []))),
		[openMatters],
	);
	const failing = useMemo(() => new Set(matters.keys()), [matters]);
	const [view, setView] = useState<PeopleView>("all");
	const counts = useMemo(() => (isRead ? countPeople(all) : null), [all, isRead]);
	const users = useMemo(() => (onDemand ? all.filter(({ type }) => type === "User") : all), [all, onDemand]);
	const shown = useMemo(() => inView(users, view, failing), [users, view, failing]);
	const { standings, reload: reloadStandings } = useStandings(session, all);
	const results = useLastResults(session, all);
	const source = session.profile().source.type === "file" ? "Source" : "Entra";
	const columns = useMemo(
		() => peopleColumns({ source, standings, results, runs, now }),
		[source, standings, results, runs, now],
	);
	const list = useList({ items: shown, keyOf, textOf: personText, columns, reading: !isRead });
	return {
		...{ list, columns, view, setView, counts, matters, otherRunner },
		...{ source, standings, reloadStandings, results },
	};
}

/** The running task, a problem with the source, or a hint. */
function StateLine({
	busy,
	problem,
	advice,
}: {
	readonly busy: string | null;
	readonly problem: string | null;
	readonly advice: string;
}) {
	return (
		<Box height={1}>
			{busy === null ? (
				<Text wrap="truncate-end" {...(problem === null ? { dimColor: true } : paint("caution"))}>
					{problem ?? advice}
				</Text>
			) : (
				<Spinner label={busy} />
			)}
		</Box>
	);
}

function choosingText(canPreview: boolean): string {
	return canPreview
		? "Press Enter to preview a user's provisioning steps. Nothing is written."
		: "Press Enter to choose a user. Nothing is written yet.";
}
