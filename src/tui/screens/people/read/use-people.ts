import { useEffect, useRef } from "react";
import type { AssignmentChange, PeopleFile, Person } from "../../../../app/people/people.ts";
import type { Session } from "../../../../app/session.ts";
import { useLoad } from "../../../hooks/use-load.ts";

type Read = {
	readonly all: readonly Person[];
	/** The source as a file; null for Entra ID. */
	readonly file: PeopleFile | null;
	/** The last change of assignments; null when there is none. */
	readonly lastChange: AssignmentChange | null;
};

const none: Read = { all: [], file: null, lastChange: null };

export type LoadedPeople = Read & {
	/** False until the source was read once. */
	readonly isRead: boolean;
	readonly loading: boolean;
	/** Why the last read failed; null otherwise. */
	readonly failed: string | null;
	/** Reads again what this process changed. */
	readonly reload: () => void;
	/** Reads the source itself again. */
	readonly refresh: () => void;
};

/** The users and groups of the source. */
export function usePeople({ people }: Session): LoadedPeople {
	const fresh = useRef(false);
	const { value, loading, failed, reload } = useLoad(people, async (from): Promise<Read> => {
		const refresh = fresh.current;
		fresh.current = false;
		// All screens share one read of the source: leaving this screen must not abort it.
		return {
			all: await from.list({ refresh }),
			file: await from.file(),
			lastChange: await from.lastChange(),
		};
	});
	useEffect(() => people.subscribe(reload), [people, reload]);
	return {
		...(value ?? none),
		...{ isRead: value !== undefined, loading, failed, reload },
		refresh() {
			fresh.current = true;
			reload();
		},
	};
}
