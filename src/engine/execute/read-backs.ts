import { roleNames } from "../../mapping/definition/roles.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { Clock } from "../../ports/clock.ts";
import { parsePath, readAll } from "../../scim/path.ts";
import type { Write } from "../plan/action/desired-state.ts";
import type { Arrival } from "../recovery/what-arrived.ts";
import { FirstCreation } from "./first-creation.ts";

/** Changes of a run that are read back whatever the target showed before: enough for every change of a usual cycle. */
export const readBackAlways = 100;

/** After the first creations, one of this many is read back, except in initial cycles: a target can also start to lie later. */
export const creationsPerSample = 1000;

const emailValues = parsePath("emails.value");

type Feature = "roles" | "address";
type Creation = Extract<Write, { type: "create" }>;
/** `mayRead`: whether there is room to read any creation, asked before the first is sent. */
export type InitialReads = { readonly clock: Pick<Clock, "sleep">; readonly mayRead: () => boolean };

type Compare = (isReadBack: boolean) => Promise<Arrival>;

/**
 * Whether the answer to a change is enough, or the account must be read: a target can answer with the new values, and not keep
 * them. The first changes of a run are all read back. After them, so is a change of an attribute that no read has confirmed in
 * this run, or whose new value the target has once shown only in its answer; and of the creations a sample, or all of them once a
 * read has found an account that is not as the target answered.
 *
 * An initial cycle can create 100,000 accounts, and each read would double the requests for one of them. If there is room for any, of its first
 * creations, those that are sent at the same time, one is read, and the others wait for what it shows. So is a later one with roles or an
 * address of its own, when no earlier one that was read has shown whether the target keeps them. What was not read is compared at the end
 * of the cycle.
 */
export class ReadBacks {
	readonly #initial: InitialReads | undefined;
	#first: FirstCreation<Arrival> | null | undefined;
	/** What creations of an initial cycle had that were read, with the end of that read. */
	readonly #shown = new Map<Feature, Promise<void>>();
	readonly #dialect: Pick<TargetDialect, "roles">;
	#updates = 0;
	#refusals = 0;
	#creations = 0;
	readonly #confirmed = new Set<string>();
	readonly #doubted = new Set<string>();
	/** Creations of which only the answer is known. */
	#trusted = 0;
	#isCreationDoubted = false;

	/** @param initial for an initial cycle; absent for any other run. */
	constructor(dialect: Pick<TargetDialect, "roles">, initial?: InitialReads) {
		this.#dialect = dialect;
		this.#initial = initial;
	}

	/** Sends a change. */
	sent<T>(action: Write, send: () => Promise<T>): Promise<T> {
		return action.type === "create" ? (this.#firstCreation()?.sent(send) ?? send()) : send();
	}

	/**
	 * Compares what the target answered to a change that `sent` has sent with what was sent, and learns from it.
	 *
	 * @param compare is called with whether the account must be read. What it throws about a creation counts as one not made.
	 */
	async judge(action: Write, compare: Compare): Promise<Arrival> {
		if (action.type !== "create") return this.#note(action, await compare(this.#isUpdateDue(action)));
		const first = this.#firstCreation();
		if (first === null) return this.#judgeCreation(action, compare, this.#isAlwaysRead());
		const features = featuresOf(action, this.#dialect);
		return first.judge(features.length, (isFirst) =>
			this.#judgeFeatures(features, isFirst, (isNew) => this.#judgeCreation(action, compare, isNew)),
		);
	}

	/** Null where no creation waits for another. */
	#firstCreation(): FirstCreation<Arrival> | null {
		if (this.#first !== undefined) return this.#first;
		this.#first = this.#initial?.mayRead() ? new FirstCreation(this.#initial.clock) : null;
		return this.#first;
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

	/** Has a creation read that is the first with one of its features; the others wait for what those have shown. */
	async #judgeFeatures(
		features: readonly Feature[],
		isFirst: boolean,
		judge: (isNew: boolean) => Promise<Arrival>,
	): Promise<Arrival> {
		const news = features.filter((feature) => !this.#shown.has(feature));
		if (!isFirst && news.length === 0) {
			await Promise.all(features.map((feature) => this.#shown.get(feature)));
			return judge(false);
		}
		const { promise, resolve } = Promise.withResolvers<void>();
		for (const feature of news) this.#shown.set(feature, promise);
		try {
			return await judge(true);
		} finally {
			resolve();
		}
	}

	#isAlwaysRead(): boolean {
		return this.#initial === undefined && this.#creations < readBackAlways;
	}

	async #judgeCreation(action: Creation, compare: Compare, isDue: boolean): Promise<Arrival> {
		const isSample =
			this.#initial === undefined && this.#creations > 0 && this.#creations % creationsPerSample === 0;
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

/** What of a new account differs from what a target gives by default: it shows its defaults even if it ignores what is sent. */
function featuresOf({ user }: Creation, { roles }: Pick<TargetDialect, "roles">): readonly Feature[] {
	const addresses = readAll(user, emailValues);
	const isOther = (address: unknown) => String(address).toLowerCase() !== user.userName.toLowerCase();
	const given = roleNames(user.roles);
	const features: Feature[] = [];
	if (given.length > 0 && !(given.length === 1 && given[0] === roles.lastResort)) features.push("roles");
	if (addresses.some(isOther)) features.push("address");
	return features;
}
