import type { Person } from "../../../../app/people/people.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import type { Task } from "../../../hooks/use-task.ts";
import { type PaneView, performsNext, type RunView } from "./run-commands.ts";
import type { OnDemand } from "./use-on-demand.ts";

export type RunContext = {
	readonly demand: OnDemand;
	readonly task: Task;
	/** Another process that runs the profile; null when there is none. */
	readonly otherRunner: string | null;
	/** Why the job cannot show what it would do; null when it can. */
	readonly noPreview: string | null;
	/** Opens the details of the users that are provisioned. */
	readonly showRuns: (users: readonly Person[]) => void;
	/** Asks before users without a preview, or several users, are provisioned. */
	readonly ask: (users: readonly Person[], start: () => unknown) => void;
	readonly showEntry: (entry: LogEntry) => void;
	readonly close: () => void;
	/** Closes the details and searches for another user. */
	readonly another: () => void;
	/** Called when users were provisioned. */
	readonly onPerformed: () => void;
};

/** What on demand does with these users and groups: groups are left out. */
function runsOf(those: readonly Person[], context: RunContext) {
	const { demand, task, otherRunner, noPreview, showRuns, ask, onPerformed } = context;
	const users = those.filter(({ type }) => type === "User");
	const runs = users.map(({ id }) => demand.runs.get(id));
	const start = (some: readonly Person[], performs: boolean) => {
		showRuns(users);
		const ends = demand.start(
			some.map(({ id }) => id),
			performs,
		);
		return performs ? ends.then(onPerformed) : ends;
	};
	const provision = () => {
		if (!performsNext({ runs, noPreview })) {
			const unseen = users.filter((_, index) => runs[index]?.state !== "done" || runs[index]?.performs);
			return start(unseen, false);
		}
		if (noPreview !== null) return ask(users, () => start(users, true));
		const performable = users.filter((_, index) => runs[index]?.report?.entry === null);
		return users.length === 1 ? start(performable, true) : ask(performable, () => start(performable, true));
	};
	return {
		view: { users, runs, busy: task.busy !== null || demand.busy, otherRunner, noPreview, provision },
		again: () => start(users, false),
	};
}

/** What the keys of on demand do in the list. */
export function runView(those: readonly Person[], context: RunContext): RunView {
	return runsOf(those, context).view;
}

/** What the keys of on demand do in details on top of the list. */
export function paneView(those: readonly Person[], context: RunContext): PaneView {
	const { demand, showEntry, close, another } = context;
	const [only] = those;
	const entry = (only && demand.runs.get(only.id)?.report?.entry) ?? null;
	const { view, again } = runsOf(those, context);
	return {
		...view,
		...{ again, close, another, running: demand.busy, stop: demand.stop },
		openEntry: entry === null || those.length > 1 ? null : () => showEntry(entry),
	};
}
