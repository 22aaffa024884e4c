import { z } from "zod";
import { GraphRefusal, notFound } from "../odata/refusal.ts";

/** What a directory that has not replicated a change yet answers. */
export const lagSchema = z.strictObject({
	/** Number of requests for a new or changed object that still see the state before. */
	requests: z.int().nonnegative(),
	/** How requests for an object that is not visible yet are answered. */
	status: z.union([z.literal(404), z.literal(403)]).default(404),
	/** Number of reads that still show the app roles as they were before a change; changes follow what is shown. */
	roleReads: z.int().nonnegative().default(0),
});

/** A delay of replication. */
export type Lag = z.output<typeof lagSchema>;

/** Which changes are not visible yet. Off by default. */
export class Replication {
	readonly #left = new Map<string, number>();
	lag: Lag = { requests: 0, status: 404, roleReads: 0 };

	/** Begins the delay of a change, such as the creation of an object. */
	begin(change: string, requests = this.lag.requests): void {
		if (requests > 0) this.#left.set(change, requests);
	}

	/** Whether the change is visible; each question brings it closer. */
	isVisible(change: string): boolean {
		const left = this.#left.get(change);
		if (left === undefined) return true;
		if (left <= 1) this.#left.delete(change);
		else this.#left.set(change, left - 1);
		return false;
	}

	/** Refuses a request for an object that is not visible yet. Throws a GraphRefusal. */
	require(change: string, id: string): void {
		if (this.isVisible(change)) return;
		if (this.lag.status === 404) throw notFound(id);
		throw new GraphRefusal(
			403,
			"Authorization_RequestDenied",
			"Insufficient privileges to complete the operation.",
		);
	}
}
