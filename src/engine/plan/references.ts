import type { MappingEnvironment } from "../../mapping/user/map-user.ts";
import type { Link } from "../../ports/store/link.ts";
import type { Rules } from "./rules.ts";

/** Whether any mapping yields a reference to another user, such as the manager. */
export function hasReferences({ mappings }: Rules): boolean {
	return mappings.mappings.some(({ attribute }) => attribute?.type === "Reference");
}

/**
 * Finds the accounts that references lead to. A manager whose own turn comes later has no account yet: who was missed is
 * remembered, so that references come last, as in Entra.
 */
export class References {
	readonly #links: ReadonlyMap<string, Link>;
	readonly #made = new Map<string, string>();
	readonly #missed = new Set<string>();

	constructor(links: ReadonlyMap<string, Link>) {
		this.#links = links;
	}

	/** Adds the account that was created for a source user. */
	made(sourceId: string, accountId: string): void {
		this.#made.set(sourceId, accountId);
	}

	/** The environment in which one user is mapped. */
	environmentOf(sourceId: string): MappingEnvironment {
		return {
			reference: (id) => {
				const account = this.#made.get(id) ?? this.#links.get(id)?.targetId;
				if (account === undefined) this.#missed.add(sourceId);
				return account;
			},
		};
	}

	/** Removes and returns the users with a missing reference, to plan them again. */
	takeMissed(): ReadonlySet<string> {
		const missed = new Set(this.#missed);
		this.#missed.clear();
		return missed;
	}

	/** Source users whose account was created in this cycle. */
	get linkedNow(): ReadonlyMap<string, string> {
		return this.#made;
	}
}
