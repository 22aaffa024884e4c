import { useEffect, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { LogEntry, LogStatus } from "../../../ports/log/log-entry.ts";
import { type ListState, useList } from "../../hooks/use-list.ts";
import { useLiveLog } from "./use-live-log.ts";
import { useLogCounts } from "./use-log-counts.ts";

/** The state of the log view. */
export type LogViewState = {
	readonly list: ListState<LogEntry>;
	readonly loading: boolean;
	/** Why the log could not be read; null when it could. */
	readonly failed: string | null;
	readonly status: LogStatus | null;
	readonly nextStatus: () => void;
};

/** The filters of `F`. */
const statusFilters: readonly (LogStatus | null)[] = [null, "failure", "warning", "skipped", "success"];

/** Distance to the first entry at which older entries are read. */
const nearTheBeginning = 20;

const keyOf = ({ sequence }: LogEntry) => String(sequence);
const textOf = () => "";

/** The live log as a list that follows its end; the store filters it. */
export function useLogView(session: Session): LogViewState {
	const [text, setText] = useState("");
	const [filter, setFilter] = useState(0);
	const status = statusFilters[filter] ?? null;
	const { entries, loading, failed, loadOlder } = useLiveLog(session, text, status);
	const counts = useLogCounts(session, text, status);
	const list = useList({ items: entries, keyOf, textOf, onFilter: setText, counts, follow: true });
	const { cursor } = list;
	useEffect(() => {
		if (cursor >= 0 && cursor < nearTheBeginning) loadOlder();
	}, [cursor, loadOlder]);
	return { list, loading, failed, status, nextStatus: () => setFilter((filter + 1) % statusFilters.length) };
}
