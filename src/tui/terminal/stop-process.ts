import { setTimeout } from "node:timers/promises";

/** Milliseconds in which the signal stops the process. The time while it is stopped does not count. */
const grace = 100;

/** Whether the system can stop a process and continue it later, as Ctrl+Z and `fg` do. */
export const canStop = process.platform !== "win32";

/**
 * Stops the process group, as a terminal does for Ctrl+Z (POSIX job control), and resolves once `fg` continues it. The terminal must
 * be restored before. Without a shell that could continue it, the system ignores the signal, and this resolves soon.
 */
export async function stopProcess(): Promise<void> {
	process.kill(0, "SIGTSTP");
	await setTimeout(grace);
}
