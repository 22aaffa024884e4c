import type { CycleStore } from "./cycle.ts";
import type { EscrowStore } from "./escrow.ts";
import type { FindingStore } from "./finding.ts";
import type { IntentStore } from "./intent.ts";
import type { JobStateStore } from "./job-state.ts";
import type { LeaseStore } from "./lease.ts";
import type { LinkStore } from "./link.ts";
import type { LogStore } from "./log-query.ts";
import type { OutcomeStore } from "./outcome.ts";
import type { RulesVersionStore } from "./rules-version.ts";
import type { SnapshotStore } from "./snapshot.ts";

/** The persistent state of the engine. Adapters: SQLite (`store/sqlite`), later PostgreSQL. Every method throws `StoreError`. */
export interface Store
	extends JobStateStore,
		LinkStore,
		IntentStore,
		OutcomeStore,
		EscrowStore,
		CycleStore,
		LogStore,
		SnapshotStore,
		RulesVersionStore,
		FindingStore,
		LeaseStore {
	close(): Promise<void>;
}
