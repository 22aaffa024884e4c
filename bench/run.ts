import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type CycleFigures, cycles } from "./cycles.ts";
import { evaluationsPerSecond } from "./expressions.ts";
import { firstFrame } from "./first-frame.ts";
import { limiter } from "./limiter.ts";
import { logSearch } from "./log-search.ts";
import { plan } from "./plan.ts";

/*
 * What the README claims, measured on this machine: `npm run bench -- [--json] [--only PART…]`. With `--json` the last
 * line is one object with fixed names; others may be added, none renamed. Whole it takes about five minutes.
 */

/** A part's figures under their fixed names, and lines for people. */
type Measured = { readonly figures: Readonly<Record<string, number>>; readonly lines: readonly string[] };

function cycleLines({ users, ...figures }: CycleFigures): readonly string[] {
	const { initialRequests, initialSeconds, unchangedRequests, unchangedSeconds } = figures;
	const perUser = `${(initialRequests / users).toFixed(4)} a user, against 2 for Entra`;
	const speed = `${(users / initialSeconds).toFixed(0)} users/s`;
	return [
		`${users} users, initial: ${initialRequests} requests (${perUser}) in ${initialSeconds.toFixed(1)} s, ${speed}`,
		`${users} users, nothing changed: ${unchangedRequests} requests in ${unchangedSeconds.toFixed(2)} s`,
	];
}

const parts: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
	async frame() {
		const { console: ours, hello, ratio } = await firstFrame();
		const line = `first frame: ${ours.toFixed(0)} ms, Ink's hello world ${hello.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`;
		return { figures: { first_frame_ratio: ratio }, lines: [line] };
	},
	async cycles() {
		const small = await cycles(1_000);
		const large = await cycles(10_000);
		return {
			figures: {
				initial_requests_per_user: large.initialRequests / large.users,
				engine_users_per_second: large.users / large.initialSeconds,
				unchanged_requests: large.unchangedRequests,
			},
			lines: [...cycleLines(small), ...cycleLines(large)],
		};
	},
	async crowd() {
		const crowd = await cycles(100_000);
		return { figures: { unchanged_100k_seconds: crowd.unchangedSeconds }, lines: cycleLines(crowd) };
	},
	async plan() {
		const { seconds, rssMb } = await plan(100_000);
		const line = `100000 users and as many accounts: planned in ${seconds.toFixed(1)} s, ${rssMb.toFixed(0)} MB`;
		return { figures: { plan_100k_seconds: seconds, plan_100k_rss_mb: rssMb }, lines: [line] };
	},
	async limiter() {
		const { use, refused } = await limiter();
		const line = `limiter: ${(use * 100).toFixed(1)} % of 4 requests/s, ${refused} answers of 429`;
		return { figures: { limiter_use: use, limiter_429s: refused }, lines: [line] };
	},
	async log() {
		const { entries, fillSeconds, p95 } = await logSearch(200_000);
		const line = `log of ${entries} entries (made in ${fillSeconds.toFixed(0)} s): search p95 ${p95.toFixed(1)} ms`;
		return { figures: { log_search_ms: p95 }, lines: [line] };
	},
	expressions() {
		const evaluations = evaluationsPerSecond();
		const line = `expressions: ${Math.round(evaluations).toLocaleString("en")} evaluations/s of the default mappings`;
		return { figures: { evaluations_per_second: evaluations }, lines: [line] };
	},
};

const { values, positionals } = parseArgs({
	options: {
		json: { type: "boolean", default: false },
		only: { type: "string", multiple: true, default: [] },
	},
	allowPositionals: true,
});
const names = [...values.only, ...positionals];
for (const name of names)
	if (!(name in parts)) throw new RangeError(`no part ${name}: there are ${Object.keys(parts).join(", ")}`);

const say = (line: string) => {
	if (!values.json) process.stdout.write(`${line}\n`);
};
const cpu = cpus();
say(`${cpu.length} × ${cpu[0]?.model ?? "unknown"}, Node ${process.versions.node}`);
const all: Record<string, number> = {};
for (const [name, measure] of Object.entries(parts)) {
	if (names.length > 0 && !names.includes(name)) continue;
	const { figures, lines } = await measure();
	Object.assign(all, figures);
	for (const line of lines) say(line);
}
if (values.json) process.stdout.write(`${JSON.stringify(all)}\n`);
