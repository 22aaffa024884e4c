import type { ModifiedProperty } from "../../../ports/log/log-entry.ts";
import type { Store } from "../../../ports/store/store.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import { isObject } from "../../../scim/resource-value.ts";
import type { Execution } from "../../execute/execution.ts";
import type { WorkItem } from "../../plan/plan-work-item.ts";
import { isShownByAnswer } from "../../record/outcome.ts";

/** Newest warnings of a user that are searched for the change that was not applied: findings of drift come after it. */
const maxEntries = 20;

/** Whether the target accepted what was sent for the user, who is still the same or still absent, and did not apply all of it. */
export function isWaitingForTarget({ escrow, fingerprint }: WorkItem): boolean {
	return escrow?.code === "AcceptedButNotApplied" && escrow.fingerprint === fingerprint();
}

/**
 * Those of the differences that the target accepted from here and did not apply: the account still has the value from before.
 * All of them where no attributes were recorded, as for deletions and by older versions.
 */
export async function notAppliedOf(
	{ sourceId }: WorkItem,
	changes: readonly ModifiedProperty[],
	store: Pick<Store, "log">,
): Promise<readonly ModifiedProperty[]> {
	const query = { sourceId, statuses: ["warning"], order: "descending", limit: maxEntries } as const;
	const entries = await store.log(query);
	const recorded = entries.find(({ error }) => error?.code === "AcceptedButNotApplied")?.error?.notApplied;
	if (recorded === undefined) return changes;
	return changes.filter(({ name, old }) => recorded.some((one) => one.name === name && one.old === old));
}

/**
 * Those of the differences that come from changes that only the target's answer has shown, and where the account still has the
 * value from before. Whoever compares all accounts has seen the changes made earlier: what differs then was changed by others.
 *
 * @param comparedAt milliseconds since 1970.
 */
export async function neverShownOf(
	{ sourceId, link }: WorkItem,
	changes: readonly ModifiedProperty[],
	{ store, target, comparedAt }: Pick<Execution, "store" | "target"> & { readonly comparedAt: number },
): Promise<readonly ModifiedProperty[]> {
	const query = { sourceId, statuses: ["success"], order: "descending", limit: maxEntries } as const;
	const entries = await store.log(query);
	const never: ModifiedProperty[] = [];
	for (const change of changes) {
		const sent = entries.find((entry) => entry.modifiedProperties.some(({ name }) => name === change.name));
		if (sent === undefined || sent.time < comparedAt || !isShownByAnswer(sent)) continue;
		const isSame = ({ name, old }: ModifiedProperty) => name === change.name && old === change.old;
		const isKept =
			sent.action === "Create"
				? isUnchanged(await target.get(link?.targetId ?? ""))
				: sent.modifiedProperties.some(isSame);
		if (isKept) never.push(change);
	}
	return never;
}

/** Whether the target shows that an account was not modified since its creation (RFC 7643 §3.1). */
function isUnchanged(account: ScimUser | undefined): boolean {
	const meta = isObject(account?.meta) ? account.meta : {};
	return typeof meta.created === "string" && meta.created === meta.lastModified;
}

/** When all accounts were last compared: the start of an initial cycle or drift check that completed, in milliseconds since 1970. */
export async function lastComparison(store: Pick<Store, "cycles">): Promise<number> {
	const cycles = await store.cycles(1000);
	const last = cycles.find(
		({ kind, outcome }) => outcome === "completed" && (kind === "initial" || kind === "drift"),
	);
	return last?.startedAt ?? 0;
}
