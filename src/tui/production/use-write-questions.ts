import { useMemo, useState } from "react";
import type { Session } from "../../app/session.ts";
import { askingBeforeWrites } from "./asking-before-writes.ts";

type Question = { readonly what: string; readonly confirm: () => void; readonly cancel: () => void };

/** The session that screens get, and what it asks now; null for nothing. */
export type WriteQuestions = { readonly session: Session | null; readonly question: Question | null };

/** Makes a session ask before writes to a production target. `onCancel` must keep its identity. */
export function useWriteQuestions(session: Session | null, onCancel: () => void): WriteQuestions {
	const [questions, setQuestions] = useState<readonly Question[]>([]);
	const asking = useMemo(() => {
		if (session === null) return null;
		return askingBeforeWrites(session, (what) => {
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
			setQuestions((before) => [...before, question]);
			return promise;
		});
	}, [session, onCancel]);
	return { session: asking, question: questions[0] ?? null };
}
