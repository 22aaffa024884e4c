import type { WriteKind } from "../context/write-approval.ts";

/**
 * Asks for the target's name before something is written; rejects with an `AbortError` when the operator cancels. `what`: a verb with its
 * object.
 */
export type Ask = (what: string) => Promise<void>;

/** The answers of an operator who is asked before writes. */
export type Approvals = {
	/** Asks, unless an answer for this kind of write is open, then writes. */
	readonly during: <Result>(
		kind: WriteKind,
		what: string | Promise<string>,
		write: () => Promise<Result>,
	) => Promise<Result>;
	/** Does what the operator has confirmed already: its writes of this kind do not ask. */
	readonly approved: (kind: WriteKind, action: () => unknown) => unknown;
};

/** An answer, and how many writes wait for it or follow it. */
type Approval = { readonly answer: Promise<void>; writes: number };

/** One answer per action of the operator, which may be several writes: of several users at once or one right after the other. */
export function createApprovals(ask: Ask): Approvals {
	const approvals = new Map<WriteKind, Approval>();
	const begin = (kind: WriteKind, answer: () => Promise<void>) => {
		const approval = approvals.get(kind) ?? { answer: answer(), writes: 0 };
		approvals.set(kind, approval);
		approval.writes += 1;
		return {
			answer: approval.answer,
			end() {
				approval.writes -= 1;
				// The next write of a loop begins before this.
				setImmediate(() => {
					if (approval.writes === 0 && approvals.get(kind) === approval) approvals.delete(kind);
				});
			},
		};
	};
	return {
		async during(kind, what, write) {
			const { answer, end } = begin(kind, () => (typeof what === "string" ? ask(what) : what.then(ask)));
			try {
				await answer;
				return await write();
			} finally {
				end();
			}
		},
		approved(kind, action) {
			const { end } = begin(kind, () => Promise.resolve());
			const act = async () => await action();
			return act().finally(end);
		},
	};
}
