import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { median, percentile } from "./statistics.ts";
import { nameOf, writeUsersFile } from "./users-file.ts";

export type KeyCost = {
	/** Milliseconds from a key press to the first byte of its frame: the 95th percentile. */
	readonly p95: number;
	/** Bytes of a cursor move that does not scroll: the median. */
	readonly cursorBytes: number;
	/** Bytes of a cursor move, averaged over moves through many pages. */
	readonly scrollBytes: number;
	/** Seconds and bytes until 200 presses of `j` that arrive at once are drawn. */
	readonly heldSeconds: number;
	readonly heldBytes: number;
	/** Bytes of a second without a key. */
	readonly idleBytes: number;
	/** Milliseconds from the key of another screen to the first byte of its frame: the 95th percentile over screens that were shown before. */
	readonly switchMs: number;
	/** The same when each screen is shown for the first time, and its code is loaded: the largest. */
	readonly firstSwitchMs: number;
};

/** Rows that the cursor moves through before the list scrolls, at 40 lines. */
const visible = 25;
const moves = 300;
const held = 200;
const idleMs = 1000;
/** Milliseconds after which what is drawn once the cursor rests, such as details, is drawn. */
const rest = 600;
/** Every group of screens but the plan, which begins to plan all users when it is shown: `plan` measures that. */
const screens = ["1", "4", "5", "6", "7", "8", "2"] as const;
const rounds = 5;
/** Milliseconds after which a frame is taken for whole: the console draws at most 120 a second. */
const quiet = 40;

/** The cursor in a list of 100,000 users, in the real program in a pseudo-terminal of 120×40. */
export async function keyCost(users = 100_000): Promise<KeyCost> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const file = join(home, "users.json");
	writeUsersFile(file, users);
	const secretToken = Buffer.from("suabcdefghijkl:not-a-real-key").toString("base64");
	const profile = ["--home", home, "--source", file, "--scim-url", "http://127.0.0.1:9/scim"];
	const terminal = new PseudoTerminal(["dist/sumo-provision.js", "console", ...profile], {
		SUMO_PROVISION_SECRET_TOKEN: secretToken,
	});
	const press = async (keys: string) => {
		terminal.written = "";
		const pressed = performance.now();
		terminal.press(keys);
		await terminal.until(/./s);
		const ms = performance.now() - pressed;
		let bytes = 0;
		let lastAt = performance.now();
		while (bytes < terminal.written.length) {
			bytes = terminal.written.length;
			lastAt = performance.now();
			await setTimeout(quiet);
		}
		return { ms, wholeMs: lastAt - pressed, bytes: Buffer.byteLength(terminal.written) };
	};
	try {
		await terminal.until("run now");
		terminal.press("2");
		await terminal.until(nameOf(0));
		await setTimeout(500);
		const costs: { readonly ms: number; readonly bytes: number }[] = [];
		for (let move = 0; move < moves; move += 1) costs.push(await press("j"));
		const burst = await press("j".repeat(held));
		await setTimeout(rest);
		terminal.written = "";
		await setTimeout(idleMs);
		const idleBytes = Buffer.byteLength(terminal.written);
		const firstSwitches: number[] = [];
		for (const screen of screens) {
			firstSwitches.push((await press(screen)).ms);
			await setTimeout(rest);
		}
		const switches: number[] = [];
		for (let round = 0; round < rounds; round += 1)
			for (const screen of screens) {
				switches.push((await press(screen)).ms);
				await setTimeout(quiet);
			}
		const bytes = costs.map((cost) => cost.bytes);
		return {
			p95: percentile(
				costs.map(({ ms }) => ms),
				0.95,
			),
			cursorBytes: median(bytes.slice(0, visible)),
			scrollBytes: bytes.reduce((sum, one) => sum + one, 0) / moves,
			heldSeconds: burst.wholeMs / 1000,
			heldBytes: burst.bytes,
			idleBytes,
			switchMs: percentile(switches, 0.95),
			firstSwitchMs: Math.max(...firstSwitches),
		};
	} finally {
		await terminal.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
