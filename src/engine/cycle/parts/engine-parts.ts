import type { Clock } from "../../../ports/clock.ts";
import type { Emit } from "../../../ports/event.ts";
import type { Directory } from "../../../ports/source/directory.ts";
import type { Store } from "../../../ports/store/store.ts";
import type { Permit, Priority, RoleNames, Target } from "../../../ports/target.ts";
import type { Rules } from "../../plan/rules.ts";
import type { Ledger } from "../../record/ledger.ts";
import type { RunnerLease } from "../../recovery/lease.ts";

/** What a plan is made from. Of the store it reads links, failed users, the log and the job's state, and writes nothing. */
export type PlanParts = Pick<
	EngineParts,
	"directory" | "target" | "roleNames" | "clock" | "emit" | "rules"
> & {
	readonly store: Pick<Store, "state" | "setState" | "links" | "escrow" | "log">;
};

/** What every activity of an engine works with. */
export type EngineParts = {
	readonly directory: Directory;
	/** `permit`: called right before each write is sent, as the lease is confirmed. */
	readonly target: (priority: Priority, permit?: Permit) => Target;
	readonly roleNames: RoleNames;
	readonly store: Store;
	readonly clock: Clock;
	readonly emit: Emit;
	readonly ledger: Ledger;
	readonly lease: RunnerLease;
	/** As they are now: operators may change them at any time. */
	readonly rules: () => Rules;
	/** Applies what other processes saved. Must not reject. */
	readonly refresh: () => Promise<void>;
	/** Rejects when something else has begun to provision the same application. */
	readonly assertStillAlone: (signal?: AbortSignal) => Promise<void>;
};
