import type { HostedLogEntry } from "../../ports/hosted-service.ts";
import type { Link } from "../../ports/store/link.ts";

/** Details of the scoping step that say whether a user is in scope, in Entra's words. */
const scopingDetails: ReadonlySet<string> = new Set([
	"assigned to the application",
	"assigned",
	"scoping filter evaluation passed",
	"isinprovisioningscope",
	"isinprovisioningscopedisplayname",
]);

/**
 * The links of Entra's job as its log shows them: Graph has no call for them. An account that was deactivated because its user left the
 * scope is no longer managed. An account that matched counts as linked even if its update failed. Users without an entry have no link
 * here, so they are matched.
 *
 * @param entries oldest first
 */
export function linksFromLog(entries: readonly HostedLogEntry[]): ReadonlyMap<string, Link> {
	const links = new Map<string, Link>();
	for (const entry of entries) {
		const { source, target, action, status, time, skipReason } = entry;
		if (source === null) continue;
		if (action === "Delete" && status === "success") links.delete(source.id);
		const isLinked = status === "success" || skipReason === "RedundantExport" || isFailedUpdate(entry);
		if (!isLinked || action === "Delete" || target === null || target.id === "") continue;
		const hasLeft = entry.steps.some(
			({ type, details = [] }) =>
				type === "scoping" &&
				details.some(({ name, value }) => scopingDetails.has(name.toLowerCase()) && /^false$/i.test(value)),
		);
		links.set(source.id, {
			sourceId: source.id,
			targetId: target.id,
			userName: source.userName,
			displayName: source.displayName,
			state: hasLeft ? "released" : "managed",
			since: time,
			fingerprint: "",
		});
	}
	return links;
}

/** Whether an account matched, and only writing it failed. */
function isFailedUpdate({ action, status, steps }: HostedLogEntry): boolean {
	return (
		action === "Update" &&
		status === "failure" &&
		steps.some((step) => step.type === "matching" && step.status === "success")
	);
}
