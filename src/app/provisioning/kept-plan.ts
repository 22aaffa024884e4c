import type { PlanReport } from "../../jobs/plan-report.ts";
import type { EventBus } from "../events/event-bus.ts";
import { modeChanges } from "./mode-changes.ts";
import type { LastPlan } from "./provisioning.ts";

/** What a cycle, or a change of profile, source or target, may outdate. */
const outdating = [
	"profileChanged",
	"connectionChanged",
	"sourceChanged",
	"targetChanged",
	"cycleEnded",
] as const;

/** The last plan that was made while the profile is open. */
export class KeptPlan {
	#plan: LastPlan | null = null;

	constructor(events: EventBus) {
		modeChanges(events, () => {
			this.#plan = null;
		});
		events.on(outdating, () => {
			this.#plan = this.#plan && { ...this.#plan, isOutdated: true };
		});
	}

	/** Null until a plan was made. */
	last(): LastPlan | null {
		return this.#plan;
	}

	/** @param madeAt when the plan was begun, milliseconds since 1970 */
	keep({ counts, guard, forecastSeconds, basis }: PlanReport, madeAt: number): void {
		this.#plan = {
			...{ counts, guard, forecastSeconds, madeAt, isOutdated: false },
			...(basis === undefined ? {} : { basis }),
		};
	}
}
