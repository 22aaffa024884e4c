import { roleNames } from "../../mapping/definition/roles.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { Clock } from "../../ports/clock.ts";
import { parsePath, readAll } from "../../scim/path.ts";
import { scimUser } from "../../scim/resource.ts";
import type { Write } from "../plan/action/desired-state.ts";
import type { Arrival } from "../recovery/what-arrived.ts";
import { FirstCreation } from "./first-creation.ts";

/** Changes of a run that are read back whatever the target showed before: enough for every change of a usual cycle. */
export const readBackAlways = 100;

/** After the first creations, one in so many is read: a target can also start to lie later. */
export const creationsPerSample = 1000;

type Creation = Extract<Write, { type: "create" }>;
type Compare = (isReadBack: boolean) => Promise<Arrival>;

/**
 * Whether the answer to a change is enough, or the account must be read: a target can answer with the new values, and not keep
 * them. The first changes of a run are all read back. After them, so is a change of an attribute that no read has confirmed in
 * this run, or whose new value the target has once shown only in its answer; and of the creations a sample, or all of them once a
 * read has found an account that is not as the target answered.
 *
 * An initial cycle can create 100,000 accounts, and each read would double the requests for one of them. Of its first creations,
 * those that are sent at the same time, one is read, and the others wait for what it shows. What was not read is compared by the
 * next initial cycle or drift check.
 */
export class ReadBacks {
	readonly #first: FirstCreation<Arrival> | null;
	readonly #dialect: Pick<TargetDialect, "roles">;
	#updates = 0;
	#refusals = 0;
	#creations = 0;
	readonly #confirmed = new Set<string>();
	readonly #doubted = new Set<string>();
	/** Creations of which only the answer is known. */
	#trusted = 0;
	#isCreationDoubted = false;

	/** @param initialClock for an initial cycle, the clock; absent for any other run. */
	constructor(dialect: Pick<TargetDialect, "roles">, initialClock?: Pick<Clock, "sleep">) {
		this.#dialect = dialect;
		this.#first = initialClock === undefined ? null : new FirstCreation(initialClock);
	}

	/** Sends a change. */
	sent<T>(action: Write, send: () => Promise<T>): Promise<T> {
		return action.type === "create" && this.#first !== null ? this.#first.sent(send) : send();
	}

	/**
	 * Compares what the target answered to a change that `sent` has sent with what was sent, and learns from it.
	 *
	 * @param compare is called with whether the account must be read. What it throws about a creation counts as one not made.
	 */
	async judge(action: Write, compare: Compare): Promise<Arrival> {
		if (action.type !== "create") return this.#note(action, await compare(this.#isUpdateDue(action)));
		if (this.#first === null) return this.#judgeCreation(action, compare, this.#creations < readBackAlways);
		return this.#first.judge(weightOf(action, this.#dialect), (isFirst) =>
			this.#judgeCreation(action, compare, isFirst),
		);
	}

	/** Whether a change that was refused is read all the same: the first ones of a run are, since a refusal can lie too. */
	isRefusalRead(): boolean {
		this.#refusals += 1;
		return this.#refusals <= readBackAlways;
	}

	/** Whether creations were taken on the word of a target that then turned out to answer what is not so. */
	get isTrustMisplaced(): boolean {
		return this.#isCreationDoubted && this.#trusted > 0;
	}

	async #judgeCreation(action: Creation, compare: Compare, isDue: boolean): Promise<Arrival> {
		const isSample = this.#creations > 0 && this.#creations % creationsPerSample === 0;
		this.#creations += 1;
		try {
			const arrival = await compare(isDue || isSample || this.#isCreationDoubted);
			if (arrival.isContradicted) this.#isCreationDoubted = true;
			if (arrival.evidence === "answer") this.#trusted += 1;
			return this.#note(action, arrival);
		} catch (error) {
			this.#isCreationDoubted = true;
			throw error;
		}
	}

	#isUpdateDue(action: Write): boolean {
		if (action.type === "delete") return false;
		this.#updates += 1;
		if (this.#updates <= readBackAlways) return true;
		return action.changes.some(({ name }) => this.#doubted.has(name) || !this.#confirmed.has(name));
	}

	/** Notes what the account showed when it was read. */
	#note(action: Write, arrival: Arrival): Arrival {
		if (arrival.evidence === "account")
			for (const { name } of action.changes)
				(arrival.missing.includes(name) ? this.#doubted : this.#confirmed).add(name);
		return arrival;
	}
}

/** How many values of a new account differ from what a target gives by default: it shows those even if it ignores what is sent. */
function weightOf({ user }: Creation, { roles }: Pick<TargetDialect, "roles">): number {
	const addresses = readAll(scimUser.parse({ ...user, id: user.userName }), parsePath("emails.value"));
	const isOther = (address: unknown) => String(address).toLowerCase() !== user.userName.toLowerCase();
	const given = roleNames(user.roles);
	const hasOwnRoles = given.length > 0 && !(given.length === 1 && given[0] === roles.lastResort);
	return (hasOwnRoles ? 1 : 0) + (addresses.some(isOther) ? 1 : 0);
}
