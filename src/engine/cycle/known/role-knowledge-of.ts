import { writtenPath } from "../../../attributes/target-schema.ts";
import { namesRoles } from "../../../mapping/definition/roles.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { Store } from "../../../ports/store/store.ts";
import type { KnownRoles } from "../../plan/known-roles.ts";
import { RoleKnowledge, type RoleMemory } from "../../plan/role-knowledge.ts";
import { nextAttemptOf } from "../../record/escrow.ts";

/** Entries that are searched for a role that the target accepted. */
const searched = 20;

/** What the target's list, the failed users and the log show about roles. `asks`: the target is asked again whatever it refused before. */
export function roleKnowledgeOf(
	listed: KnownRoles,
	store: Pick<Store, "escrow" | "log">,
	now: number,
	{ asks = false }: { readonly asks?: boolean } = {},
): RoleKnowledge {
	const memory: RoleMemory = {
		async refused() {
			if (asks) return new Set();
			const waiting = (await store.escrow()).filter(
				(failed) => (nextAttemptOf(failed, now) ?? now + 1) > now,
			);
			return new Set(waiting.flatMap(({ role }) => role ?? []));
		},
		async isAccepted(role) {
			const statuses = ["success"] as const;
			const actions = ["Create", "Update", "Enable"] as const;
			const query = { text: role, statuses, actions, order: "descending", limit: searched } as const;
			return (await store.log(query)).some((entry) => gives(entry, role));
		},
	};
	return new RoleKnowledge(listed, memory);
}

function gives({ modifiedProperties }: LogEntry, role: string): boolean {
	return modifiedProperties.some(({ name, new: value }) => {
		if (value === null || !namesRoles(writtenPath(name))) return false;
		return value === role || value.split(", ").includes(role);
	});
}
