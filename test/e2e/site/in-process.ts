import { onTestFinished, vi } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { systemClock } from "../../../src/app/process/system-clock.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { monotonicClock } from "../../../src/http/monotonic-clock.ts";
import { defaultBackOff } from "../../../src/http/retry-timing.ts";
import { leaseLifetimeMs } from "../../../src/ports/store/lease.ts";
import { assertHidden, type Finished, type ProgramOptions } from "./program.ts";

/**
 * Runs a command in this process. It starts in a tenth of the time of the built program, for tests of what a command does to
 * accounts and log. How the program starts, prints and ends is tested with `Program`.
 */
export async function runInProcess(
	args: readonly string[],
	{ env = {}, secrets = {} }: Pick<ProgramOptions, "env" | "secrets"> = {},
): Promise<Finished> {
	const printed: string[] = [];
	const messages: string[] = [];
	const code = await runProgram(args, {
		streams: {
			out: (line) => void printed.push(`${line}\n`),
			err: (line) => void messages.push(`${line}\n`),
			unread: new AbortController().signal,
			interactive: false,
		},
		version: manifest.version,
		env: { PATH: process.env.PATH ?? "", ...env, ...secrets },
	});
	const finished = { code, signal: null, out: printed.join(""), err: messages.join("") };
	assertHidden(secrets, args, finished);
	return finished;
}

/**
 * Makes waits of seconds take no time in this process until the test ends, but not the pause between two renewals of the lease. The
 * monotonic clock advances by what was skipped, so that what is due after a wait is due.
 */
export function skipWaits(): void {
	const isSkipped = (ms: number) => ms >= 500 && ms <= defaultBackOff.maxMs && ms !== leaseLifetimeMs / 3;
	if (vi.isMockFunction(monotonicClock.sleep)) return;
	const { now, sleep } = monotonicClock;
	let skipped = 0;
	const later = () => now() + skipped;
	const spies = [
		vi.spyOn(monotonicClock, "now").mockImplementation(later),
		vi.spyOn(monotonicClock, "sleep").mockImplementation(async (ms, signal) => {
			const due = later() + ms;
			await sleep(isSkipped(ms) ? 0 : ms, signal);
			skipped += Math.max(0, due - later());
		}),
	];
	const { sleep: systemSleep } = systemClock;
	spies.push(
		vi
			.spyOn(systemClock, "sleep")
			.mockImplementation((ms, signal) => systemSleep(isSkipped(ms) ? 0 : ms, signal)),
	);
	onTestFinished(() => {
		for (const spy of spies) spy.mockRestore();
	});
}
