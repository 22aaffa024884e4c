import { isDeepStrictEqual } from "node:util";
import { useEffect, useState } from "react";
import type { Scoping } from "../../../app/scope/scope.ts";
import type { Session } from "../../../app/session.ts";
import type { Scope } from "../../../scoping/scope.ts";
import { useUnsaved } from "../../context/use-unsaved.ts";
import { rebased, useBasis } from "../../hooks/use-basis.ts";

/** The scope as it is saved and as it is edited. */
export function useScopeDraft(session: Session, scoping: Scoping) {
	const [saved, setSaved] = useState(() => scoping.current());
	const [edits, setEdits] = useState<Scope | null>(null);
	useEffect(() => session.subscribe(() => setSaved(scoping.current())), [session, scoping]);
	const basis = useBasis(scoping.current);
	const draft = edits ?? saved;
	const edited = edits !== null && !isDeepStrictEqual(edits, saved);
	const forget = useUnsaved("the scope", edited, "scope");
	const undo = () => {
		forget();
		setEdits(null);
	};
	/** Drops the edits and shows what is saved now. */
	const takeSaved = () => {
		undo();
		setSaved(scoping.current());
	};
	return {
		saved,
		draft,
		edited,
		undo,
		takeSaved,
		change(next: Scope) {
			if (edits === null) basis.begin(saved);
			setEdits(next);
		},
		/**
		 * Rejects with `ProfileConflictError` when the scope was changed elsewhere since the edits began. The edits are then on top of that
		 * change, which saving them again keeps.
		 */
		async save() {
			await basis.save(
				(began) => scoping.save(draft, began),
				(began, present) => setEdits(rebased(draft, began, present)),
			);
			takeSaved();
		},
	};
}
