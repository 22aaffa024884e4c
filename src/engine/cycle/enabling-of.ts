import type { JobState } from "../../ports/store/job-state.ts";
import type { Store } from "../../ports/store/store.ts";
import { Enabling } from "../plan/enabling.ts";

/** What earlier runs of a profile have shown about enabling accounts. Stores what this run shows. */
export function enablingOf({ enabling }: JobState, store: Store): Enabling {
	return new Enabling(enabling, (known) => store.setState({ enabling: known }));
}
