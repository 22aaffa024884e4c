import { z } from "zod";

/** The pair of a source user and an account in the target. */
export const linkSchema = z.object({
	/** The ID of the account. */
	target: z.string(),
	/** Whether the account follows the user; false after the user was unassigned and the account disabled. */
	isManaged: z.boolean(),
});

/** A link. */
export type Link = z.infer<typeof linkSchema>;

/** A failed object, which is retried less often each time. Times are milliseconds since 1970. */
export const escrowSchema = z.object({
	/** When the object failed first. */
	since: z.number(),
	attempts: z.number(),
	next: z.number(),
	/** The error code of the last attempt. */
	code: z.string(),
});

/** A failure that is retried. */
export type Escrow = z.infer<typeof escrowSchema>;

/** What a job remembers of the objects, by ID of the source object; saved with the world. */
export const memorySchema = z.object({
	links: z.record(z.string(), linkSchema).default({}),
	/** What was last read of each object: the watermark. An object whose state differs is read in an incremental cycle. */
	seen: z.record(z.string(), z.string()).default({}),
	escrows: z.record(z.string(), escrowSchema).default({}),
});

const hour = 3_600_000;
const longest = 28 * 24 * hour;

/** What a job remembers of the objects. */
export class Memory {
	readonly #links: Map<string, Link>;
	/** Source objects by the ID of their account. */
	readonly #owners: Map<string, string>;
	readonly seen: Map<string, string>;
	readonly escrows: Map<string, Escrow>;

	constructor({ links, seen, escrows }: z.output<typeof memorySchema> = memorySchema.parse({})) {
		this.#links = new Map(Object.entries(links));
		this.#owners = new Map([...this.#links].map(([id, { target }]) => [target, id]));
		this.seen = new Map(Object.entries(seen));
		this.escrows = new Map(Object.entries(escrows));
	}

	/** By ID of the source object. */
	get links(): ReadonlyMap<string, Link> {
		return this.#links;
	}

	link(id: string, link: Link): void {
		this.unlink(id);
		this.#links.set(id, link);
		this.#owners.set(link.target, id);
	}

	unlink(id: string): void {
		const link = this.#links.get(id);
		if (!link) return;
		this.#links.delete(id);
		if (this.#owners.get(link.target) === id) this.#owners.delete(link.target);
	}

	unlinkAll(): void {
		this.#links.clear();
		this.#owners.clear();
	}

	/** The source object of an account, if any. */
	ownerOf(target: string): string | undefined {
		return this.#owners.get(target);
	}

	/**
	 * Remembers a failure: retried after 6, 12, 24 hours, then daily. Returns false when it has lasted 28 days and is dropped.
	 *
	 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works
	 */
	fail(id: string, code: string, now: number): boolean {
		const before = this.escrows.get(id);
		const since = before?.since ?? now;
		if (now - since >= longest) {
			this.escrows.delete(id);
			return false;
		}
		const attempts = (before?.attempts ?? 0) + 1;
		const delay = Math.min(6 * 2 ** (attempts - 1), 24) * hour;
		this.escrows.set(id, { since, attempts, next: now + delay, code });
		return true;
	}

	/** For saving. */
	toJson(): z.output<typeof memorySchema> {
		return {
			links: Object.fromEntries(this.links),
			seen: Object.fromEntries(this.seen),
			escrows: Object.fromEntries(this.escrows),
		};
	}
}
