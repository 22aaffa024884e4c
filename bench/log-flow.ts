import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { countedAt, programArguments, programSecrets, simulate } from "./simulators.ts";
import { percentile } from "./statistics.ts";

export type LogFlow = {
	/** Entries that the log got in a second, as measured. */
	readonly entriesPerSecond: number;
	/** Bytes that the console wrote in a second while it showed them. */
	readonly bytesPerSecond: number;
	/** Milliseconds from a key to what it shows, meanwhile: the 95th percentile. */
	readonly keyP95: number;
};

const seconds = 5;
const keys = 30;
/** Ctrl+K opens the palette, Esc closes it. */
const open = "\u000B";
const close = "\u001B";
/** Milliseconds from the first creates to the full speed. */
const warmUp = 2000;
/** Seconds of work beside the measurement: the start of the cycle, and the keys. */
const spare = 16;

/** The log in the real program while a cycle may create this many users per second. The limiter uses at least 98 % of it: 500. */
export async function logFlow(perSecond = 515): Promise<LogFlow> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate({ users: perSecond * (seconds + spare), limit: "off" });
	const pace = ["--rate", String(perSecond), "--concurrency", "50"];
	const terminal = new PseudoTerminal(
		["dist/sumo-provision.js", "console", ...programArguments(home, at), ...pace],
		programSecrets(at),
	);
	try {
		await terminal.until("run now");
		terminal.press("4");
		await terminal.until("following");
		terminal.press("p");
		await terminal.until("Run a cycle now?");
		terminal.press("\r");
		await terminal.until("created");
		await setTimeout(warmUp);
		await countedAt(at.scimUrl);
		terminal.written = "";
		const began = performance.now();
		await setTimeout(seconds * 1000);
		const bytes = Buffer.byteLength(terminal.written);
		const took = (performance.now() - began) / 1000;
		const { total } = await countedAt(at.scimUrl);
		const waits: number[] = [];
		for (let key = 0; key < keys; key += 1) {
			terminal.written = "";
			const pressed = performance.now();
			terminal.press(open);
			await terminal.until("Commands");
			waits.push(performance.now() - pressed);
			terminal.written = "";
			terminal.press(close);
			await terminal.until("commands");
			await setTimeout(200);
		}
		return {
			entriesPerSecond: total / took,
			bytesPerSecond: bytes / took,
			keyP95: percentile(waits, 0.95),
		};
	} finally {
		await terminal.kill();
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
