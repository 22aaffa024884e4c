import type { Pace } from "./monotonic-clock.ts";
import { type BackOff, backOffMs } from "./retry-timing.ts";

/**
 * What all requests with one credential know of each other while the server refuses them, so that they wait together and try
 * one after the other, and none concludes alone that the server refuses everything.
 */
export interface Patience {
	/** Whether the server has answered a request of this credential with success since then, by the clock of `Pace`. */
	acceptedSince(time: number): boolean;
	/**
	 * Notes that the credential was refused, before any success since then. Returns how many refusals in a row that makes, by
	 * the clock of `Pace`.
	 */
	refusedSince(time: number): number;
	/** The part of one request, through all of its attempts. A server may refuse all writes while it answers reads. */
	enter(kind: RequestKind): Turn;
	/** Remembers that the server refuses everything for that long. */
	block(ms: number): void;
	/** How long that still lasts, in ms; 0 when it does not. */
	blockedMs(): number;
}

/** Whether a request can change something in the target. */
export type RequestKind = "read" | "write";

/** One request. */
export interface Turn {
	/** Whether a pause has begun that this request has not waited for. */
	mustWait(): boolean;
	/** Waits for the pause, if there is one. Rejects with the signal's reason when aborted. */
	wait(signal: AbortSignal | undefined): Promise<void>;
	/** An attempt begins. */
	sent(): void;
	/** The server answered the request, with success or with a refusal of its content. */
	answered(isSuccess: boolean): void;
	/**
	 * The server refused the attempt for now. The first of several attempts that were sent together begins a pause for all
	 * requests. False when the server has refused all of them, or all writes, through every pause.
	 *
	 * @param retryAfterMs what the server asked for; a pause is longer than that where the server has refused after the one before
	 */
	refused(retryAfterMs: number | undefined): boolean;
	/** Whether the server has answered a request of the same kind since this one was sent for the second time. */
	othersAnswered(): boolean;
}

type Pause = {
	readonly number: number;
	readonly by: Turn | null;
	readonly ms: number;
	readonly until: number;
};

/** 1 s, 2 s, 4 s, then 8 s: 63 s in all, more than the minute by which Sumo Logic throttles logins. */
export const maxPauses = 10;
const firstPauseMs = 1_000;
const longestPauseMs = 8_000;
/** After a time without requests, the pauses start over. */
const forgottenAfterMs = 60_000;

/** @param backOff replaces the lengths of the pauses */
export function createPatience(clock: Pick<Pace, "now" | "sleep" | "random">, backOff?: BackOff): Patience {
	let sent = 0;
	/** The attempts up to this one were sent before the pause began. */
	let sentBefore = 0;
	let pausesInARow = 0;
	/** Of what kind the requests are that began those pauses. */
	const refusedInARow = new Set<RequestKind>();
	const answers = { read: 0, write: 0 };
	let pause: Pause = { number: 0, by: null, ms: 0, until: Number.NEGATIVE_INFINITY };
	let acceptedAt = Number.NEGATIVE_INFINITY;
	let refusals = 0;
	let lastRefusal = Number.NEGATIVE_INFINITY;
	let blockedUntil = Number.NEGATIVE_INFINITY;

	const length = (number: number) =>
		backOff === undefined
			? Math.min(longestPauseMs, firstPauseMs * 2 ** (number - 1))
			: backOffMs(number, undefined, backOff, clock.random);

	function endRow(): void {
		pausesInARow = 0;
		refusedInARow.clear();
	}

	return {
		acceptedSince: (time) => acceptedAt >= time,
		refusedSince(time) {
			if (lastRefusal < time || acceptedAt >= lastRefusal) refusals = 0;
			lastRefusal = clock.now();
			refusals++;
			return refusals;
		},
		block(ms) {
			blockedUntil = Math.max(blockedUntil, clock.now() + ms);
		},
		blockedMs: () => Math.max(0, blockedUntil - clock.now()),
		enter(kind) {
			let attempt = 0;
			let attempts = 0;
			let answersBefore = Number.POSITIVE_INFINITY;
			let waitedFor = 0;
			const turn: Turn = {
				mustWait: () =>
					pause.number > waitedFor && (pause.by === turn || (pause.until > clock.now() && pause.ms > 0)),
				async wait(signal) {
					while (turn.mustWait()) {
						waitedFor = pause.number;
						await clock.sleep(pause.by === turn ? pause.ms : pause.until - clock.now(), signal);
					}
				},
				sent() {
					attempt = ++sent;
					if (++attempts === 2) answersBefore = answers[kind];
				},
				answered(isSuccess) {
					answers[kind]++;
					if (kind === "write" || refusedInARow.has("read")) endRow();
					if (isSuccess) acceptedAt = clock.now();
				},
				refused(retryAfterMs) {
					if (attempt <= sentBefore) return true;
					if (clock.now() - pause.until > forgottenAfterMs) endRow();
					if (pausesInARow >= maxPauses) return false;
					pausesInARow++;
					refusedInARow.add(kind);
					sentBefore = sent;
					const own =
						retryAfterMs !== undefined && retryAfterMs > 0 && pausesInARow === 1 ? 0 : length(pausesInARow);
					const ms = Math.max(retryAfterMs ?? 0, own);
					pause = { number: pause.number + 1, by: turn, ms, until: clock.now() + ms };
					return true;
				},
				othersAnswered: () => answers[kind] > answersBefore,
			};
			return turn;
		},
	};
}
