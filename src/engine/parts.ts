import type { Emit } from "./event.ts";
import type { RunnerLease } from "./lease.ts";
import type { Ledger } from "./ledger.ts";
import type { Clock } from "./ports/clock.ts";
import type { Directory } from "./ports/directory.ts";
import type { Store } from "./ports/store.ts";
import type { Priority, RoleNames, Target } from "./ports/target.ts";
import type { Rules } from "./rules.ts";

/** What every activity of an engine works with. */
export type EngineParts = {
	readonly directory: Directory;
	readonly target: (priority: Priority) => Target;
	readonly roleNames: RoleNames;
	readonly store: Store;
	readonly clock: Clock;
	readonly emit: Emit;
	readonly ledger: Ledger;
	readonly lease: RunnerLease;
	/** As they are now: an operator may change them between two activities. */
	readonly rules: () => Rules;
};
