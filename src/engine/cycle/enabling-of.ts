import type { JobState, Store } from "../../ports/store.ts";
import { Enabling } from "../plan/enabling.ts";

/** What a profile's earlier runs have shown of enabling, and keeps what this one shows. */
export function enablingOf({ enabling }: JobState, store: Store): Enabling {
	return new Enabling(enabling, (known) => store.setState({ enabling: known }));
}
