import type { Session } from "../../app/session.ts";

/** Minimum milliseconds between two refreshes: a busy engine emits events faster than they can be read. */
const shortest = 250;

/** Maximum of the same, on the slowest machine. */
const longest = 2_000;

/** A refresh takes at most one part in this many of the time. */
const share = 8;

/** Schedules redraws, so that all updates from a session that arrive together are drawn in one frame. */
export interface RefreshBeat {
	/** Asks for a refresh: at once after a pause, otherwise with the next beat. */
	readonly request: () => void;
	/** Calls back at each beat. Returns how to stop. */
	readonly on: (listener: () => void) => () => void;
}

const beats = new WeakMap<Session, RefreshBeat>();

/** The beat of a session, the same for all that show it: frames of their own would cost several times as much. */
export function refreshBeat(session: Session): RefreshBeat {
	const known = beats.get(session);
	if (known !== undefined) return known;
	const beat = createRefreshBeat(() => performance.now());
	beats.set(session, beat);
	return beat;
}

/**
 * Creates a beat. The more time a refresh takes, with what the process does besides, the longer it is until the next one, so that keys
 * find the process free.
 *
 * @param now milliseconds since any moment.
 */
export function createRefreshBeat(now: () => number): RefreshBeat {
	const listeners = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	let isAsked = false;

	const beat = () => {
		timer = setTimeout(next, shortest);
		const began = now();
		for (const listener of [...listeners]) listener();
		// React draws in this turn of the event loop, before it.
		setImmediate(() => {
			const pause = Math.min(longest, (now() - began) * share);
			if (pause <= shortest || timer === undefined) return;
			clearTimeout(timer);
			timer = setTimeout(next, pause);
		});
	};
	const next = () => {
		timer = undefined;
		if (!isAsked) return;
		isAsked = false;
		beat();
	};

	return {
		request() {
			if (listeners.size === 0) return;
			if (timer !== undefined) {
				isAsked = true;
				return;
			}
			// What is logged together is drawn together.
			timer = setTimeout(next, 0);
			isAsked = true;
		},
		on(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
				if (listeners.size > 0) return;
				clearTimeout(timer);
				timer = undefined;
				isAsked = false;
			};
		},
	};
}
