import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Bytes of the young generation that are enough: pages of users are read, taken over and forgotten within it. */
const enough = 8 * 1024 * 1024;
/** Milliseconds between looks at how large it is. */
const pause = 20;
let begun = false;

/**
 * Keeps the heap small on a large machine. V8 measures its room by the memory that the machine has: it lets the young
 * generation grow to 128 MB, and the old one to several times of what is in use, so that planning for 100,000 users took
 * 470 MB of which 110 MB were in use. It must be told so at run time, since a program cannot give flags to its own
 * `node`. `bench/plan.ts` measures both; no loss of time showed beyond the noise of the machine.
 */
export function spareMemory(): void {
	if (begun) return;
	begun = true;
	setFlagsFromString("--heap-growing-percent=100");
	const watch = setInterval(() => {
		const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
		if (young !== undefined && young.space_size < enough) return;
		setFlagsFromString("--semi-space-growth-factor=1");
		clearInterval(watch);
	}, pause).unref();
}
