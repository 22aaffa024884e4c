import { useEffect, useEffectEvent, useState } from "react";
import type { ConnectionDraft } from "../../../app/connection/connection.ts";
import type { Session } from "../../../app/session.ts";
import { useUnsaved } from "../../context/use-unsaved.ts";
import { rebased, useBasis } from "../../hooks/use-basis.ts";
import { type CredentialsForm, formOf, isEdited, partsTogether } from "./credentials-form.ts";

/** The form and its saved state. Unsaved edits are kept while other screens are shown. */
export type CredentialsState = {
	readonly form: CredentialsForm;
	readonly edited: boolean;
	readonly change: (form: CredentialsForm) => void;
	/** Discards the edits and shows the saved values. */
	readonly reset: () => void;
	/** Saves a draft of the form. Rejects when others have saved something since the first edit; the edits are then on top of that. */
	readonly save: (draft: ConnectionDraft) => Promise<void>;
};

/** Edits the saved values and follows them until the first edit. Warns when the screen is left with unsaved edits. */
export function useCredentialsForm(session: Session): CredentialsState {
	const { connection } = session;
	const basis = useBasis(connection.current);
	const read = () => formOf(connection.current());
	const [{ form, saved }, set] = useState(() => {
		const now = read();
		return { form: now, saved: now };
	});
	const edited = isEdited(form, saved);
	const follow = useEffectEvent(() => {
		const now = read();
		if (!edited) basis.begin(connection.current());
		set({ form: edited ? form : now, saved: now });
	});
	useEffect(() => session.subscribe(() => follow()), [session]);

	const forget = useUnsaved("the credentials", edited, "credentials");
	return {
		form,
		edited,
		save: (draft) =>
			basis.save(
				(began) => connection.save(draft, began),
				(began, present) =>
					set({ form: rebased(form, formOf(began), formOf(present), partsTogether), saved: formOf(present) }),
			),
		change: (next) => set({ form: next, saved }),
		reset() {
			forget();
			basis.begin(connection.current());
			const now = read();
			set({ form: now, saved: now });
		},
	};
}
