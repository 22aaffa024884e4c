import type { Escrow } from "../../../ports/store/escrow.ts";
import type { Link } from "../../../ports/store/link.ts";
import type { Entitlement } from "../../../source/entitlement.ts";
import type { SourceUser } from "../../../source/source-user.ts";
import { PackedList } from "../../plan/accounts/packed-list.ts";
import { absencePrint, fingerprint } from "../../plan/fingerprint.ts";
import type { Absence, WorkItem } from "../../plan/plan-work-item.ts";

/** What is known about all users, by source ID. */
export type KnownAbout = {
	readonly links: ReadonlyMap<string, Link>;
	readonly escrow: ReadonlyMap<string, Escrow>;
};

/** Users to process, in order. They are stored packed: an initial cycle holds all users here. */
export class WorkItems implements Iterable<WorkItem> {
	readonly #about: KnownAbout;
	readonly #packed = new PackedList<SourceUser["attributes"] | Absence>();
	/** In the same order. Maps of users have these strings too, so that each id is in memory once. */
	readonly #ids: string[] = [];
	/** In the same order. Most users share theirs with many others. */
	readonly #entitlements: (readonly Entitlement[])[] = [];

	constructor(about: KnownAbout) {
		this.#about = about;
	}

	get length(): number {
		return this.#packed.length;
	}

	/** Adds a user as the source shows them, with their entitlements. */
	add({ id, attributes }: SourceUser, entitlements: readonly Entitlement[]): void {
		this.#ids.push(id);
		this.#entitlements.push(entitlements);
		this.#packed.add(attributes);
	}

	/** Adds a user who is no longer in the source. */
	addAbsent(id: string, reason: Absence): void {
		this.#ids.push(id);
		this.#entitlements.push([]);
		this.#packed.add(reason);
	}

	/** Finds a user by the id; undefined for one who is absent or not here. Unpacks that user only. Call it after all have been added. */
	usersById(): (id: string) => SourceUser | undefined {
		let positions: ReadonlyMap<string, number> | undefined;
		return (id) => {
			positions ??= new Map(this.#ids.map((one, position) => [one, position]));
			const position = positions.get(id);
			const packed = position === undefined ? undefined : this.#packed.at(position);
			return packed === undefined || typeof packed === "string" ? undefined : { id, attributes: packed };
		};
	}

	*[Symbol.iterator](): Generator<WorkItem> {
		const { links, escrow } = this.#about;
		for (const [position, id] of this.#ids.entries()) {
			const packed = this.#packed.at(position);
			const entitlements = this.#entitlements[position] ?? [];
			const common = { sourceId: id, link: links.get(id), escrow: escrow.get(id), entitlements };
			if (typeof packed === "string") {
				yield { ...common, user: null, reason: packed, fingerprint: () => absencePrint(packed) };
			} else {
				const user = { id, attributes: packed };
				yield { ...common, user, fingerprint: () => fingerprint(user, entitlements) };
			}
		}
	}
}
