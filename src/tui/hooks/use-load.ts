import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { errorMessage } from "../../text/error-message.ts";
import { useShell } from "../context/shell-context.ts";

/** The state of a read. The value is kept while it is read again; `failed` is the error message until the next attempt. */
export type Loaded<T, K = null> = {
	readonly value: T | undefined;
	/** What the value was read for: an earlier `on` while a read for another one runs. Undefined while there is no value. */
	readonly of: K | undefined;
	readonly loading: boolean;
	readonly failed: string | null;
	readonly reload: () => void;
};

/** `asked`: what the last read was for. */
type State<T, K> = Omit<Loaded<T, K>, "reload"> & { readonly asked: K };

/**
 * Reads a value when the component is shown, when `on` changes, and on `reload`; only the last read counts, earlier ones are
 * aborted. `refresh` is true on `reload`. A failure is also shown in the status line, unless `quiet`: then the caller shows it.
 *
 * @param options.keepMs when the component is shown again within this time of a read (milliseconds), what was read is kept
 */
export function useLoad<T, K = null>(
	on: K,
	load: (on: K, options: { readonly signal: AbortSignal; readonly refresh: boolean }) => Promise<T>,
	{ quiet = false, keepMs = 0 }: { readonly quiet?: boolean; readonly keepMs?: number } = {},
): Loaded<T, K> {
	const [{ asked, ...state }, setState] = useState<State<T, K>>({
		...{ value: undefined, of: undefined },
		asked: on,
		loading: true,
		failed: null,
	});
	const [round, setRound] = useState(0);
	const refreshed = useRef(0);
	const kept = useRef<{ readonly on: K; readonly at: number } | null>(null);
	const { toast, now } = useShell();
	const isKept = useEffectEvent(
		(refresh: boolean) =>
			!refresh && kept.current !== null && kept.current.on === on && now() - kept.current.at < keepMs,
	);
	const keep = useEffectEvent(() => {
		kept.current = { on, at: now() };
	});
	const start = useEffectEvent(load);
	const fail = useEffectEvent((error: unknown) => {
		if (!quiet) toast.error(error);
		setState((before) => ({ ...before, loading: false, failed: errorMessage(error) }));
	});

	useEffect(() => {
		const refresh = round !== refreshed.current;
		refreshed.current = round;
		if (isKept(refresh)) return;
		const abort = new AbortController();
		setState((before) => ({ ...before, asked: on, loading: true, failed: null }));
		start(on, { signal: abort.signal, refresh }).then(
			(value) => {
				if (abort.signal.aborted) return;
				keep();
				setState({ value, of: on, asked: on, loading: false, failed: null });
			},
			(error: unknown) => {
				if (!abort.signal.aborted) fail(error);
			},
		);
		return () => abort.abort();
	}, [round, on]);

	const reload = useCallback(() => setRound((previous) => previous + 1), []);
	// The read begins after the first frame for another `on`.
	return asked === on ? { ...state, reload } : { ...state, loading: true, failed: null, reload };
}
