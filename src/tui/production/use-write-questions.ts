import { useCallback, useMemo, useState } from "react";
import type { Session } from "../../app/session.ts";
import type { WriteKind } from "../context/write-approval.ts";
import { createApprovals } from "./approvals.ts";
import { askingBeforeWrites } from "./asking-before-writes.ts";

type Question = { readonly what: string; readonly confirm: () => void; readonly cancel: () => void };

export type WriteQuestions = {
	/** The session that screens get: it asks before writes to a production target. Keeps its identity. */
	readonly asking: (session: Session) => Session;
	/** Does what the operator has confirmed with the target's name: its writes of this kind do not ask. */
	readonly approved: (kind: WriteKind, action: () => unknown) => unknown;
	/** What it asks now; null for nothing. */
	readonly question: Question | null;
};

/**
 * Makes sessions ask before writes to a production target. Both callbacks must keep their identity.
 *
 * @param onAsk called with each question: nothing that a message says has begun until it is answered
 */
export function useWriteQuestions(onAsk: () => void, onCancel: () => void): WriteQuestions {
	const [questions, setQuestions] = useState<readonly Question[]>([]);
	const approvals = useMemo(
		() =>
			createApprovals((what) => {
				const { promise, resolve, reject } = Promise.withResolvers<void>();
				const answer = (settle: () => void) => () => {
					setQuestions((before) => before.filter((one) => one !== question));
					settle();
				};
				const question: Question = {
					what,
					confirm: answer(resolve),
					cancel: answer(() => {
						onCancel();
						reject(new DOMException(`${what}: canceled`, "AbortError"));
					}),
				};
				onAsk();
				setQuestions((before) => [...before, question]);
				return promise;
			}),
		[onAsk, onCancel],
	);
	const asking = useCallback((session: Session) => askingBeforeWrites(session, approvals), [approvals]);
	return { asking, approved: approvals.approved, question: questions[0] ?? null };
}
