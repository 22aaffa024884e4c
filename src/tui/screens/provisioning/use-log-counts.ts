import { useEffect, useEffectEvent, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { LogStatus } from "../../../ports/log/log-entry.ts";
import { useShell } from "../../context/shell-context.ts";
import type { ListCounts } from "../../hooks/use-list.ts";
import { logFilter } from "./log-filter.ts";

/** Minimum milliseconds between two counts, as counting with a filter reads the index. */
const pace = 1000;

/** A count, and the filter that it is true of. */
type Counted = ListCounts & { readonly text: string; readonly status: LogStatus | null };

/**
 * How many entries of the whole log match, counted again as entries are added. Null until they are counted, and in hosted mode, where only
 * a part of Entra's log has been read.
 */
export function useLogCounts(
	{ provisioning }: Session,
	text: string,
	status: LogStatus | null,
): ListCounts | null {
	const { toast } = useShell();
	const [counted, setCounted] = useState<Counted | null>(null);
	const showError = useEffectEvent((error: unknown) => toast.error(error));
	const isHosted = provisioning.mode() === "hosted";

	useEffect(() => {
		if (isHosted) return;
		let gone = false;
		let isStale = true;
		let timer: NodeJS.Timeout | undefined;
		const count = async () => {
			timer = undefined;
			isStale = false;
			try {
				const all = await provisioning.countLog({});
				const filter = logFilter(text, status);
				const matching = Object.keys(filter).length === 0 ? all : await provisioning.countLog(filter);
				if (!gone) setCounted({ matching, all, text, status });
			} catch (error) {
				if (!gone) showError(error);
			}
			timer = undefined;
			if (isStale) schedule();
		};
		const schedule = () => {
			if (!gone) timer ??= setTimeout(count, pace);
		};
		void count();
		const leave = provisioning.subscribe((event) => {
			if (event.type !== "entry") return;
			isStale = true;
			schedule();
		});
		return () => {
			gone = true;
			clearTimeout(timer);
			leave();
		};
	}, [provisioning, text, status, isHosted]);

	return counted?.text === text && counted.status === status ? counted : null;
}
