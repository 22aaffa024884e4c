import { isFitForHeader, type Send } from "../http/http-client.ts";
import { HttpFailure } from "../http/http-failure.ts";
import type { Limiter, Outcome, Slot } from "../http/limiter.ts";
import type { Pace } from "../http/monotonic-clock.ts";
import { maxPauses, type Patience } from "../http/patience.ts";
import type { BackOff } from "../http/retry-timing.ts";
import { ScimError } from "../scim/errors.ts";
import { refusalOf } from "./refusal.ts";
import type { ScimRequest } from "./scim-request.ts";

const minute = 60_000;

/** How often a credential is tried again that the server has not accepted yet in a run: after 1, 2 and 4 s. */
export const maxFirstRefusals = 3;

type Sent = Awaited<ReturnType<Send>>;

export type PatientParts = {
	readonly limiter: Limiter;
	readonly clock: Pace;
	/** The value of the Authorization header, read for each attempt. */
	readonly authorization: () => string;
	/** How often a request is sent again that the server refuses for now, unless it says so itself; absent: once for each pause. */
	readonly retries?: number;
	/** Shared by all requests of the credential. */
	readonly patience: Patience;
	readonly backOff: BackOff;
};

/** A request until it has its answer: it waits for its turn, and is sent again while the server refuses it for now. */
export class PatientRequest {
	readonly #asked: ScimRequest;
	readonly #parts: PatientParts;
	/** Method and path, for messages. */
	readonly #request: string;
	readonly #since: number;
	readonly #turn: ReturnType<Patience["enter"]>;
	#attempts = 0;
	#refusalsLeft: number;
	#refusesAll = false;

	constructor(asked: ScimRequest, parts: PatientParts) {
		this.#asked = asked;
		this.#parts = parts;
		this.#request = `${asked.method} ${asked.path}`;
		this.#since = asked.since ?? parts.clock.now() - minute;
		this.#turn = parts.patience.enter(asked.method === "GET" ? "read" : "write");
		this.#refusalsLeft = asked.retries ?? parts.retries ?? maxPauses;
	}

	/** How often it was sent. */
	get attempts(): number {
		return this.#attempts;
	}

	/** One attempt, or several while the server refuses it for now. */
	readonly attempt = async (sendOnce: Send): Promise<Sent> => {
		const { priority, signal } = this.#asked;
		for (;;) {
			await this.#turn.wait(signal);
			const slot = await this.#parts.limiter.acquire(priority, signal);
			if (this.#turn.mustWait()) {
				slot.done({ kind: "lost" });
				continue;
			}
			try {
				return await this.#attemptIn(slot, sendOnce);
			} catch (error) {
				if (!(error instanceof HttpFailure) || !this.#isRefusedForNow(error)) throw error;
			}
		}
	};

	/** The pause that the server asks for with its last refusal, in ms, null for one of unknown length; undefined for another failure. */
	pauseAfter(error: HttpFailure): { readonly ms: number | null } | undefined {
		if (this.#isLongPause(error)) return { ms: error.retryAfterMs ?? null };
		return this.#refusesAll ? { ms: null } : undefined;
	}

	/** Sends, and reports to the limiter how it went. */
	async #attemptIn(slot: Slot, sendOnce: Send): Promise<Sent> {
		let outcome: Outcome = { kind: "lost" };
		try {
			this.#assertNotBlocked();
			await this.#asked.permit?.();
			const authorization = this.#parts.authorization();
			assertFit(authorization, this.#request);
			this.#attempts += 1;
			this.#turn.sent();
			const answer = await sendOnce({ authorization });
			outcome = { kind: "answered" };
			this.#turn.answered(true);
			return answer;
		} catch (error) {
			if (error instanceof HttpFailure) outcome = this.#outcomeOf(error);
			throw error;
		} finally {
			slot.done(outcome);
		}
	}

	/** Whether to send the request again after a pause, which begins for all requests even if not for this one. */
	#isRefusedForNow(error: HttpFailure): boolean {
		const { patience } = this.#parts;
		if (this.#isLongPause(error)) {
			patience.block(error.retryAfterMs ?? 0);
			return false;
		}
		const refusal = refusalOf(error);
		if (refusal === undefined) {
			if (error.kind === "status" && !error.isPassing) this.#turn.answered(false);
			return false;
		}
		const isFirst = refusal === "credential" && !patience.acceptedSince(this.#since);
		if (isFirst && this.#isRefusedFromStart()) return false;
		if (!this.#turn.refused(error.retryAfterMs)) {
			this.#refusesAll = refusal !== "credential";
			return false;
		}
		if (refusal === "unavailable" && this.#asked.method === "POST") return false;
		if (this.#refusalsLeft-- > 0) return true;
		const wasPatient = (this.#asked.retries ?? this.#parts.retries) === undefined;
		this.#refusesAll = wasPatient && refusal !== "credential" && !this.#turn.othersAnswered();
		return false;
	}

	/** A server that throttles logins refuses also a valid key, so that one refusal proves nothing. */
	#isRefusedFromStart(): boolean {
		return (
			this.#asked.since === undefined || this.#parts.patience.refusedSince(this.#since) > maxFirstRefusals
		);
	}

	/** A refusal of what the request holds is not about when it is sent, whatever Retry-After says. */
	#isLongPause({ kind, status = 0, isPassing, retryAfterMs = 0 }: HttpFailure): boolean {
		const mayPass = isPassing || status === 401 || status === 403;
		return kind === "status" && mayPass && retryAfterMs > this.#parts.backOff.maxRetryAfterMs;
	}

	/** An operator who asks is answered by the server. */
	#assertNotBlocked(): void {
		const ms = this.#parts.patience.blockedMs();
		if (ms === 0 || this.#asked.priority === "interactive") return;
		throw new ScimError(
			"too-many-requests",
			`${this.#request}: nothing was sent, since the server asked for a longer pause.`,
			{ request: this.#request, attempts: this.#attempts, pause: { ms } },
		);
	}

	/** The rate is lowered for 429; a longer pause is not spent waiting for a turn. */
	#outcomeOf(error: HttpFailure): Outcome {
		const { kind, retryAfterMs } = error;
		if (kind !== "status" && kind !== "redirect") return { kind: "lost" };
		if (refusalOf(error) !== "throttled") return { kind: "answered" };
		return { kind: "throttled", retryAfterMs: this.#isLongPause(error) ? 0 : retryAfterMs };
	}
}

function assertFit(authorization: string, request: string): void {
	if (!isFitForHeader(authorization))
		throw new ScimError(
			"unauthorized",
			`${request}: nothing was sent, since the credentials contain characters that no header may hold. Enter them again.`,
			{ request },
		);
}
