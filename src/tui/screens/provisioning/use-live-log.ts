import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { LogEntry, LogStatus } from "../../../ports/log/log-entry.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { useShell } from "../../context/shell-context.ts";
import { refreshBeat } from "../../hooks/refresh-beat.ts";
import { logFilter } from "./log-filter.ts";
import { mergeEntries } from "./log-window.ts";

/** Entries per read. */
const batch = 500;

/** Entries of the first read, which the first screen waits for: more than any screen shows. */
const firstBatch = 100;

/** The end of the filtered log; grows as the engine works. */
export type LiveLog = {
	/** Ascending. */
	readonly entries: readonly LogEntry[];
	readonly loading: boolean;
	/** Why the log could not be read; null when it could. */
	readonly failed: string | null;
	/** Reads entries before the first one; does nothing when there are none or while they are being read. */
	readonly loadOlder: () => void;
};

/**
 * Follows the log: first its last entries, then new ones with the session's refresh beat. With a filter, events only signal new
 * entries, which are read from the store, so that the filter applies to old and new ones alike. Without one, they are taken from
 * the events, except after a gap: of what another process logs, only the newest entry is an event.
 */
export function useLiveLog(session: Session, text: string, status: LogStatus | null): LiveLog {
	const { toast, now } = useShell();
	const { provisioning } = session;
	const beat = refreshBeat(session);
	const [entries, setEntries] = useState(() => mergeEntries([], provisioning.recent()));
	const [loading, setLoading] = useState(entries.length === 0);
	const [failed, setFailed] = useState<string | null>(null);
	const isFirst = useRef(true);
	const older = useRef<"idle" | "reading" | "end">("idle");
	const showError = useEffectEvent((error: unknown) => toast.error(error));
	const showFailed = useEffectEvent((error: unknown) => {
		setFailed(errorMessage(error));
		setLoading(false);
		// An empty list shows the error in place of its rows.
		if (entries.length > 0) toast.error(error);
	});

	useEffect(() => {
		const filter = logFilter(text, status, now());
		const isWhole = Object.keys(filter).length === 0;
		let gone = false;
		let position = 0;
		let reading = true;
		let newest = 0;
		/** Entries of events, without a gap between them. */
		let arrived: LogEntry[] = [];
		const take = (more: readonly LogEntry[], replace: boolean) => {
			if (gone) return;
			position = Math.max(position, ...more.map(({ sequence }) => sequence));
			setEntries((known) => mergeEntries(replace ? [] : known, more));
			setLoading(false);
			setFailed(null);
		};
		const readNew = async () => {
			if (gone || reading || newest <= position) return;
			const next = arrived.filter(({ sequence }) => sequence > position);
			arrived = [];
			if (next[0]?.sequence === position + 1) return take(next, false);
			reading = true;
			const upTo = newest;
			try {
				const more = await provisioning.log({
					order: "ascending",
					cursor: position,
					limit: batch,
					...filter,
				});
				take(more, false);
				if (more.length < batch) position = Math.max(position, upTo);
			} catch (error) {
				position = upTo;
				showError(error);
			}
			reading = false;
			if (newest > position) beat.request();
		};
		older.current = "idle";
		/** What is shown already; entries may have been added since it was read. */
		const shown = isFirst.current ? provisioning.recent() : [];
		isFirst.current = false;
		const readLast = async () => {
			if (shown.length > 0) {
				position = shown[0]?.sequence ?? 0;
				const more = await provisioning.log({
					order: "ascending",
					cursor: position,
					limit: batch,
					...filter,
				});
				if (more.length > 0) take(more, false);
				return;
			}
			setLoading(true);
			const last = await provisioning.log({ order: "descending", limit: firstBatch, ...filter });
			if (last.length < firstBatch && !gone) older.current = "end";
			take(last, true);
		};
		readLast()
			.catch((error: unknown) => {
				if (!gone) showFailed(error);
			})
			.finally(() => {
				reading = false;
				void readNew();
			});
		const leave = [
			beat.on(() => void readNew()),
			provisioning.subscribe((event) => {
				if (event.type !== "entry") return;
				const { sequence } = event.entry;
				newest = Math.max(newest, sequence);
				if (isWhole) {
					if (sequence !== (arrived.at(-1)?.sequence ?? sequence - 1) + 1) arrived = [];
					arrived.push(event.entry);
				}
				beat.request();
			}),
		];
		return () => {
			gone = true;
			for (const stop of leave) stop();
		};
	}, [provisioning, beat, text, status, now]);

	const first = entries[0]?.sequence;
	const loadOlder = useCallback(() => {
		if (older.current !== "idle" || first === undefined) return;
		older.current = "reading";
		const filter = logFilter(text, status, now());
		provisioning.log({ order: "descending", cursor: first, limit: batch, ...filter }).then(
			(more) => {
				older.current = more.length < batch ? "end" : "idle";
				setEntries((known) => mergeEntries(known, more));
			},
			(error: unknown) => {
				older.current = "idle";
				toast.error(error);
			},
		);
	}, [first, provisioning, text, status, toast, now]);

	return { entries, loading, failed, loadOlder };
}
