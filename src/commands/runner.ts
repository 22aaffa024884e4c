import { hostname } from "node:os";
import type { Store } from "../engine/ports/store.ts";

/** How this process names itself as the runner of a profile: `host, process 123`. */
export function runnerName(pid: number = process.pid): string {
	return `${hostname()}, process ${pid}`;
}

/**
 * Gives back the lease of a process of this machine that is no longer there (killed, crashed), so that nobody has to wait for the
 * lease to run out. Runners on other machines are left alone.
 */
export async function dismissDeadRunner(store: Store, now: number): Promise<void> {
	const lease = await store.lease(now);
	if (lease === undefined) return;
	const [host, pid] = lease.holder.split(", process ");
	if (host === hostname() && pid !== undefined && !isAlive(Number(pid)))
		await store.releaseLease(lease.holder);
}

/** Signal 0 only asks. A process of somebody else answers with EPERM, and lives. */
function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}
