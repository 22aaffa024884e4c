import type { KnownRoles } from "./known-roles.ts";

/**
 * Whether the target has a role. `missing`: its list lacks it. `refused`: it does not list its roles, and refused this one
 * before. `unknown`: it has neither accepted nor refused it.
 */
export type RoleVerdict = "exists" | "missing" | "refused" | "unknown";

/** What a target that does not list its roles did with them in earlier runs. */
export type RoleMemory = {
	/** Roles that it refused, and for which users still wait for their next attempt. */
	readonly refused: () => Promise<ReadonlySet<string>>;
	readonly isAccepted: (role: string) => Promise<boolean>;
};

/** What is known of the target's roles: its list, or else what it did when a user was given a role. */
export class RoleKnowledge {
	readonly #listed: KnownRoles;
	readonly #memory: RoleMemory;
	/** What the target did in this run, by role. */
	readonly #shown = new Map<string, boolean>();
	readonly #accepted = new Map<string, Promise<boolean>>();
	#refused: Promise<ReadonlySet<string>> | undefined;

	constructor(listed: KnownRoles, memory: RoleMemory) {
		this.#listed = listed;
		this.#memory = memory;
	}

	/** `isRetry`: the user failed for this role and is due, so only a refusal in this run counts: the role may exist by now. */
	async verdict(role: string, isRetry: boolean): Promise<RoleVerdict> {
		const listed = await this.#listed();
		if (listed !== null) return listed.has(role) ? "exists" : "missing";
		const shown = this.#shown.get(role);
		if (shown !== undefined) return shown ? "exists" : "refused";
		if (isRetry) return "unknown";
		this.#refused ??= this.#memory.refused();
		if ((await this.#refused).has(role)) return "refused";
		const accepted = this.#accepted.get(role) ?? this.#memory.isAccepted(role);
		this.#accepted.set(role, accepted);
		return (await accepted) ? "exists" : "unknown";
	}

	/** Notes what the target did with a role that was sent. */
	note(role: string, accepted: boolean): void {
		this.#shown.set(role, accepted);
	}
}
