import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { shortHash } from "../../engine/plan/fingerprint.ts";
import type { Lease, LeaseProcess } from "../../ports/store/lease.ts";
import type { Store } from "../../ports/store/store.ts";

/** Distinguishes processes with the same host name and process ID, as in two containers. */
const nonce = Math.floor(Math.random() * 2 ** 32)
	.toString(16)
	.padStart(8, "0");

/** How this process names itself as the runner of a profile: `host, process 123 (place-nonce)`. */
export function runnerName(pid: number = process.pid, place = placeOfProcesses()): string {
	return `${hostname()}, process ${pid} (${place}-${nonce})`;
}

/** The same as data, by which another process on this machine can see whether this one is still there. */
export function runnerProcess(pid: number = process.pid, place = placeOfProcesses()): LeaseProcess {
	return { host: hostname(), id: pid, place };
}

/**
 * Releases the lease of a process of this machine that no longer runs (killed, crashed), so that the next run need not wait for the
 * lease to expire. Leases of other machines and containers stay: their process numbers mean nothing here.
 */
export async function releaseDeadLease(store: Store): Promise<void> {
	const lease = await store.lease();
	if (lease !== undefined && isDeadLease(lease)) await store.releaseLease(lease.holder);
}

/** Whether the process that holds a lease ran on this machine, and no longer runs. */
export function isDeadLease({ process }: Lease): boolean {
	return stateOfHolder(process) === "gone";
}

/** Whether a process runs. `unknown`: it is, or was, on another machine or in another container. */
export type HolderState = "running" | "gone" | "unknown";

/** Whether the holder of a lease still runs. */
export function stateOfHolder(holder: LeaseProcess | null): HolderState {
	if (holder === null || holder.host !== hostname() || holder.place !== placeOfProcesses()) return "unknown";
	return isAlive(holder.id) ? "running" : "gone";
}

/**
 * Where process numbers are unique: on Linux this boot of the machine and this container (pid namespace), elsewhere the machine.
 *
 * @see https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
function placeOfProcesses(): string {
	try {
		const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
		return shortHash(`${boot} ${readlinkSync("/proc/self/ns/pid")}`).replace(/\W/g, "_");
	} catch {
		return "here";
	}
}

/** Signal 0 only checks. EPERM means that the process runs as another user. */
function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}
