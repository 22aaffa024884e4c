import type { JobState, JobStateStore } from "../../../ports/store/job-state.ts";
import { Enabling } from "../../plan/enabling.ts";

/** What earlier runs of a profile have shown about enabling accounts. Stores what this run shows. */
export function enablingOf({ enabling }: JobState, store: Pick<JobStateStore, "setState">): Enabling {
	return new Enabling(enabling, (known) => store.setState({ enabling: known }));
}
