import { isDeepStrictEqual } from "node:util";
import { useState } from "react";
import { ProfileConflictError } from "../../app/profile/profile-conflict-error.ts";

/** The saved state that edits began with. */
export type Basis<T> = {
	/** The edits begin with this state. */
	readonly begin: (state: T) => void;
	/**
	 * Saves edits that are only good on top of that state. When it is not the saved one anymore, the error names what others have changed;
	 * the next save is on top of their change. `onOthers` then gets both states, to put the edits on top of what is saved now.
	 */
	readonly save: <R>(save: (basis: T) => Promise<R>, onOthers?: (basis: T, present: T) => void) => Promise<R>;
};

/**
 * Keeps the saved state that edits began with, while the profile follows what others save.
 *
 * @param read the saved state now
 * @param shown what the edits begin with at first
 */
export function useBasis<T>(read: () => T, shown: () => T = read): Basis<T> {
	const [basis, setBasis] = useState(shown);
	return {
		begin: (state) => setBasis(() => state),
		save: async (save, onOthers) => {
			try {
				return await save(basis);
			} catch (error) {
				if (error instanceof ProfileConflictError) {
					const present = read();
					setBasis(() => present);
					onOthers?.(basis, present);
				}
				throw error;
			}
		},
	};
}

/**
 * Edits on top of what is saved now: each part that they left as it was when they began is as others have saved it.
 *
 * @param together parts that are only right together: all of a group are left as they were, or none
 */
export function rebased<T extends object>(
	edits: T,
	began: T,
	present: T,
	together: readonly (readonly (string & keyof T)[])[] = [],
): T {
	const isUntouched = (part: string) => isDeepStrictEqual(Reflect.get(edits, part), Reflect.get(began, part));
	const groupOf = (part: string): readonly string[] =>
		together.find((group) => group.some((one) => one === part)) ?? [part];
	const others = Object.entries(present).filter(([part]) => groupOf(part).every(isUntouched));
	return { ...edits, ...Object.fromEntries(others) };
}
