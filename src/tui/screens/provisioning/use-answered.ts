import { useEffect, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { AnsweredCreation } from "../../../ports/event.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { refreshBeat } from "../../hooks/refresh-beat.ts";

/** The creations of the running cycle that the target answered, and that have no entry yet, oldest first. */
export function useAnswered(session: Session): readonly AnsweredCreation[] {
	const [answered, setAnswered] = useState<readonly AnsweredCreation[]>([]);
	useEffect(() => {
		const open = new Map<string, AnsweredCreation>();
		const beat = refreshBeat(session);
		const leave = [
			beat.on(() => setAnswered((shown) => (shown.length + open.size === 0 ? shown : [...open.values()]))),
			session.provisioning.subscribe((event) => {
				if (event.type === "creationAnswered") open.set(event.changeId, event);
				else if (event.type === "entry") open.delete(event.entry.changeId);
				else if (event.type === "cycleEnded") open.clear();
				else return;
				beat.request();
			}),
		];
		return () => {
			for (const stop of leave) stop();
		};
	}, [session]);
	return answered;
}

/** How many of them there are and the newest one, in a few words; empty for none. */
export function answeredNote(answered: readonly AnsweredCreation[]): string {
	const newest = answered.at(-1);
	if (newest === undefined) return "";
	const name = cleanText(newest.source?.displayName ?? newest.target?.userName ?? "");
	return `${counted(answered.length, "creation")} answered, not compared yet: ${answered.length > 1 ? "…, " : ""}${name}`;
}
