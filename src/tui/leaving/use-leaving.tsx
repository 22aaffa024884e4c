import { type ReactNode, useCallback, useState } from "react";
import type { Session } from "../../app/session.ts";
import { ConfirmDialog } from "../components/dialog/confirm-dialog.tsx";
import type { Underway } from "../context/underway.ts";
import type { Unsaved } from "../context/unsaved.ts";

/** What the operator asked for that would lose or stop something. */
type Question = {
	readonly title: string;
	readonly verb: string;
	readonly lines: readonly string[];
	readonly go: () => void;
};

/** How the operator leaves the profile. */
export type Leaving = {
	/** Does what the operator asked for, after a question if that would lose or stop something. */
	readonly leave: (how: "Quit" | "Switch", title: string, go: () => void) => void;
	/** The question, while it is asked. */
	readonly question: ReactNode;
};

/** Asks before the operator leaves unsaved edits, a running cycle or something else that writes. */
export function useLeaving(session: Session | null, unsaved: Unsaved, underway: Underway): Leaving {
	const [asked, setAsked] = useState<Question | null>(null);
	const leave = useCallback<Leaving["leave"]>(
		(how, title, go) => {
			const lines = reasonsToStay({ session, unsaved, underway }, how === "Quit" ? "Quitting" : "Switching");
			if (lines.length > 0) setAsked({ title, verb: how, lines, go });
			else go();
		},
		[session, unsaved, underway],
	);
	const question = asked && (
		<ConfirmDialog
			title={asked.title}
			lines={asked.lines}
			verb={asked.verb}
			onConfirm={() => {
				setAsked(null);
				asked.go();
			}}
			onCancel={() => setAsked(null)}
		/>
	);
	return { leave, question };
}

/** What quitting or switching would lose or stop, one sentence each. */
function reasonsToStay(
	{ session, unsaved, underway }: { session: Session | null; unsaved: Unsaved; underway: Underway },
	leaving: "Quitting" | "Switching",
): readonly string[] {
	const edited = unsaved.list();
	return [
		...(edited.length === 0 ? [] : [`Unsaved edits will be lost: ${edited.join(", ")}.`]),
		...(session?.provisioning.status().running
			? [
					`A cycle is running. ${leaving} stops it after in-flight requests. Nothing is lost: the next cycle continues from there.`,
				]
			: []),
		...underway
			.list()
			.map(
				(what) =>
					`${what} is not finished. ${leaving} stops it after in-flight requests. What is done stays.`,
			),
	];
}
