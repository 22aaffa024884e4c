import { z } from "zod";
import { controlled } from "./control.ts";
import type { Counters, Counts, JournalEntry } from "./counters.ts";
import { json, noContent } from "./exchange.ts";
import { type FaultRequest, type Faults, faultSchema } from "./faults.ts";
import type { Pending, Routes } from "./routes.ts";

/** The controls of every simulator: faults and request counters, from the same process and over HTTP. */
export class CommonControl {
	readonly #faults: Faults;
	readonly #counters: Counters;

	constructor(faults: Faults, counters: Counters) {
		this.#faults = faults;
		this.#counters = counters;
	}

	/** Arms a fault for the next requests. */
	fault(fault: FaultRequest): void {
		this.#faults.add(fault);
	}

	/** Disarms all faults and releases held requests. */
	clearFaults(): void {
		this.#faults.clear();
	}

	/** Releases the requests held by a fault of kind `hold`. */
	release(): void {
		this.#faults.release();
	}

	counts(): Counts {
		return this.#counters.counts();
	}

	/** The last 2,000 requests, oldest first. */
	journal(): readonly JournalEntry[] {
		return this.#counters.journal();
	}

	resetCounts(): void {
		this.#counters.reset();
	}

	/** The HTTP control API under `/_control/`. */
	routes(): Routes<Pending> {
		const done = (act: () => void) => () => {
			act();
			return noContent;
		};
		return {
			"GET /_control/faults": () => json(200, z.json().parse(this.#faults.pending())),
			"POST /_control/faults": controlled(faultSchema, (fault) => {
				this.fault(fault);
				return noContent;
			}),
			"DELETE /_control/faults": done(() => this.clearFaults()),
			"POST /_control/release": done(() => this.release()),
			"GET /_control/requests": () => json(200, this.#counters.report()),
			"DELETE /_control/requests": done(() => this.resetCounts()),
		};
	}
}
