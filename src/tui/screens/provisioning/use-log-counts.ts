import { useEffect, useEffectEvent, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { LogStatus } from "../../../ports/log/log-entry.ts";
import { useShell } from "../../context/shell-context.ts";
import { refreshBeat } from "../../hooks/refresh-beat.ts";
import type { ListCounts } from "../../hooks/use-list.ts";
import { logFilter } from "./log-filter.ts";

/** Minimum milliseconds between two counts, as counting with a filter reads the index. */
const pace = 1000;

/** Counting takes at most one part in this many of the time. */
const share = 10;

/** A count, and the filter that it is true of. */
type Counted = ListCounts & { readonly text: string; readonly status: LogStatus | null };

/**
 * How many entries of the whole log match, counted again with the session's refresh beat as entries are added. Null until they are
 * counted, with a filter by time, which the index does not have, and in hosted mode, where only a part of Entra's log has been read.
 */
export function useLogCounts(session: Session, text: string, status: LogStatus | null): ListCounts | null {
	const { toast, now } = useShell();
	const { provisioning } = session;
	const beat = refreshBeat(session);
	const [counted, setCounted] = useState<Counted | null>(null);
	const showError = useEffectEvent((error: unknown) => toast.error(error));
	const isHosted = provisioning.mode() === "hosted";

	useEffect(() => {
		const filter = logFilter(text, status, now());
		if (isHosted || filter.since !== undefined) return;
		let gone = false;
		let isStale = true;
		let isCounting = false;
		let next = 0;
		const count = async () => {
			const began = performance.now();
			if (!isStale || isCounting) return;
			if (began < next) return beat.request();
			isStale = false;
			isCounting = true;
			try {
				const all = await provisioning.countLog({});
				const matching = Object.keys(filter).length === 0 ? all : await provisioning.countLog(filter);
				if (!gone) setCounted({ matching, all, text, status });
			} catch (error) {
				if (!gone) showError(error);
			}
			isCounting = false;
			next = began + Math.max(pace, (performance.now() - began) * share);
			if (isStale) beat.request();
		};
		void count();
		const leave = [
			beat.on(() => void count()),
			provisioning.subscribe((event) => {
				if (event.type !== "entry") return;
				isStale = true;
				beat.request();
			}),
		];
		return () => {
			gone = true;
			for (const stop of leave) stop();
		};
	}, [provisioning, beat, text, status, isHosted, now]);

	return counted?.text === text && counted.status === status ? counted : null;
}
