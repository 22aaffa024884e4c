import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { agreement } from "./agreement.ts";
import { type CycleFigures, cycles } from "./cycles.ts";
import { engineSpeed } from "./engine.ts";
import { evaluationsPerSecond } from "./expressions.ts";
import { keyCost } from "./keys.ts";
import { logFlow } from "./log-flow.ts";
import { logSearch } from "./log-search.ts";
import { plan, planProgram } from "./plan.ts";
import { predict } from "./predict.ts";
import { setUp } from "./setup.ts";
import { startUp } from "./start-up.ts";

/*
 * What the README claims, measured on this machine: `npm run bench -- [--json] [--full] [--only PART…]`. With `--json`
 * the last line is one object with fixed names; others may be added, none renamed. Whole it takes about five minutes;
 * with `--full` it also creates and deactivates 100,000 users, and searches a log of five million entries.
 */

/** A part's figures under their fixed names, and lines for people. */
type Measured = { readonly figures: Readonly<Record<string, number>>; readonly lines: readonly string[] };

function cycleLine({ name, users, concerned, requests, graphRequests, seconds, use, refused }: CycleFigures) {
	const each = concerned === 0 ? "" : ` (${(requests / concerned).toFixed(4)} for each of ${concerned})`;
	const speed = concerned === 0 ? "" : `, ${(concerned / seconds).toFixed(0)} users/s`;
	const limit = use === null ? "" : `, ${(use * 100).toFixed(1)} % of the limit, ${refused} answers of 429`;
	const took = `${seconds.toFixed(2)} s${speed}${limit}`;
	return `${users} users, ${name}: ${requests} requests to Sumo${each}, ${graphRequests} to Graph, ${took}`;
}

/** How time and requests grow with ten times the users: near 10 where a cycle is linear, 100 where it is quadratic. */
function growthLines(small: readonly CycleFigures[], large: readonly CycleFigures[]): readonly string[] {
	return small.flatMap((before) => {
		const after = large.find(({ name }) => name === before.name);
		if (after === undefined) return [];
		const times = (value: number, of: number) => (of === 0 ? "none" : `${(value / of).toFixed(1)} ×`);
		const requests = times(after.requests, before.requests);
		const growth = `time ${times(after.seconds, before.seconds)}, requests ${requests}`;
		return [`${before.users} → ${after.users} users, ${before.name}: ${growth}`];
	});
}

function only(figures: readonly CycleFigures[], name: CycleFigures["name"]): CycleFigures {
	const found = figures.find((one) => one.name === name);
	if (found === undefined) throw new RangeError(`no cycle ${name} was measured`);
	return found;
}

const { values, positionals } = parseArgs({
	options: {
		json: { type: "boolean", default: false },
		full: { type: "boolean", default: false },
		only: { type: "string", multiple: true, default: [] },
	},
	allowPositionals: true,
});

const parts: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
	async setup() {
		const { requests, seconds } = await setUp();
		return {
			figures: { setup_requests: requests },
			lines: [`an empty tenant to a started job: ${requests} requests, ${seconds.toFixed(2)} s`],
		};
	},
	async predict() {
		const { seconds, predicted } = await predict(10_000);
		return {
			figures: { predict_10k_seconds: seconds },
			lines: [`prediction of Entra's next cycle: ${predicted} users, ${seconds.toFixed(2)} s`],
		};
	},
	async frame() {
		const { header, screen, hello } = await startUp();
		const against = (ms: number) => `${ms.toFixed(0)} ms, ratio ${(ms / hello).toFixed(2)}`;
		return {
			figures: { first_frame_ratio: header / hello, first_screen_ratio: screen / hello },
			lines: [
				`Ink's hello world: ${hello.toFixed(0)} ms`,
				`header of the console: ${against(header)}`,
				`first screen with data from the store: ${against(screen)}`,
			],
		};
	},
	async keys() {
		const { p95, cursorBytes, scrollBytes, heldSeconds, heldBytes, idleBytes, switchMs, firstSwitchMs } =
			await keyCost();
		const { entriesPerSecond, bytesPerSecond, keyP95 } = await logFlow();
		const bytes = `${cursorBytes.toFixed(0)} bytes a cursor move, ${scrollBytes.toFixed(0)} with scrolling`;
		const line = `key to frame over 100000 rows at 120×40: p95 ${p95.toFixed(1)} ms, ${bytes}`;
		return {
			figures: {
				key_p95_ms: p95,
				cursor_bytes: cursorBytes,
				scroll_bytes: scrollBytes,
				held_keys_seconds: heldSeconds,
				held_keys_bytes: heldBytes,
				idle_bytes: idleBytes,
				switch_ms: switchMs,
				first_switch_ms: firstSwitchMs,
				log_bytes_per_second: bytesPerSecond,
				log_entries_per_second: entriesPerSecond,
				log_key_p95_ms: keyP95,
			},
			lines: [
				line,
				`200 j at once: ${heldSeconds.toFixed(2)} s, ${heldBytes} bytes; idle for a second: ${idleBytes} bytes`,
				`key to another screen: p95 ${switchMs.toFixed(1)} ms, the first time at most ${firstSwitchMs.toFixed(1)} ms`,
				`log at ${entriesPerSecond.toFixed(0)} entries/s: ${bytesPerSecond.toFixed(0)} bytes/s, key to what it shows p95 ${keyP95.toFixed(1)} ms`,
			],
		};
	},
	async engine() {
		const { engine, bare } = await engineSpeed();
		const ratio = engine / bare;
		const speeds = `${engine.toFixed(0)} creates/s, a bare loop ${bare.toFixed(0)}/s`;
		return {
			figures: { engine_ratio: ratio },
			lines: [`engine without a limit: ${speeds}, ratio ${ratio.toFixed(2)}`],
		};
	},
	async cycles() {
		const sizes = values.full ? [1_000, 10_000, 100_000] : [1_000, 10_000];
		const measured: (readonly CycleFigures[])[] = [];
		for (const users of sizes) measured.push(await cycles({ users, limit: "off" }));
		const growth = measured.slice(1).flatMap((large, index) => growthLines(measured[index] ?? [], large));
		const initial = only(measured[1] ?? [], "initial");
		return {
			figures: {
				initial_requests_per_user: initial.requests / initial.users,
				engine_users_per_second: initial.users / initial.seconds,
				unchanged_requests: only(measured[1] ?? [], "unchanged").requests,
			},
			lines: [...measured.flat().map(cycleLine), ...growth],
		};
	},
	/** 100,000 linked users; to create them all first would take a minute, so their accounts are there already. */
	async crowd() {
		const size = { users: 100_000, existing: 100_000, limit: "off" } as const;
		const grouped = await cycles(size);
		const direct = await cycles({ ...size, assignedBy: "user" });
		const unchanged = only(grouped, "unchanged");
		const unchangedDirect = only(direct, "unchanged");
		return {
			figures: {
				unchanged_100k_seconds: unchanged.seconds,
				unchanged_100k_graph_requests: unchanged.graphRequests,
				unchanged_100k_direct_seconds: unchangedDirect.seconds,
				unchanged_100k_direct_graph_requests: unchangedDirect.graphRequests,
			},
			lines: [
				"assigned by three groups, all with an account before the first cycle:",
				...grouped.map(cycleLine),
				"each assigned directly, which Graph can only list, 999 in a request:",
				...direct.map(cycleLine),
			],
		};
	},
	async plan() {
		const { seconds, rssMb } = await plan(100_000);
		const program = await planProgram(100_000);
		return {
			figures: {
				plan_100k_seconds: seconds,
				plan_100k_planning_rss_mb: rssMb,
				plan_100k_program_seconds: program.seconds,
				plan_100k_ratio: program.seconds / program.bareSeconds,
				plan_100k_rss_mb: program.rssMb,
			},
			lines: [
				`planning 100000 users over as many accounts, without the network: ${seconds.toFixed(1)} s, ${rssMb.toFixed(0)} MB at most with the pages that the benchmark makes`,
				`run --plan of them, each action printed: ${program.seconds.toFixed(1)} s from start to end of its process, ${program.rssMb.toFixed(0)} MB at most`,
				`fetching and parsing the same pages: ${program.bareSeconds.toFixed(1)} s, ratio ${(program.seconds / program.bareSeconds).toFixed(2)}`,
			],
		};
	},
	/** 240 users are a minute's work at Sumo's 4 requests a second. */
	async limiter() {
		const measured = await cycles({ users: 240, limit: 4 });
		const { use } = only(measured, "initial");
		const refused = measured.reduce((sum, one) => sum + one.refused, 0);
		return {
			figures: { limiter_use: use ?? 0, limiter_429s: refused },
			lines: ["with Sumo's limit of 4 requests a second:", ...measured.map(cycleLine)],
		};
	},
	async log() {
		const { entries, fillSeconds, p95 } = await logSearch(values.full ? 5_000_000 : 200_000);
		const line = `log of ${entries} entries (made in ${fillSeconds.toFixed(0)} s): search p95 ${p95.toFixed(1)} ms`;
		return { figures: { log_search_ms: p95, log_search_entries: entries }, lines: [line] };
	},
	/** Random worlds, in which users and accounts get in each other's way. */
	async agreement() {
		const { users, plan: planned, onDemand, check, kinds } = await agreement(values.full ? 1_000 : 150);
		const percent = (part: number) => `${(part * 100).toFixed(2)} %`;
		return {
			figures: {
				plan_agreement: planned,
				on_demand_agreement: onDemand,
				check_agreement: check,
				plan_agreement_users: users,
			},
			lines: [
				`plan and run agree for ${percent(planned)} of ${users} users, on demand and run for ${percent(onDemand)}, check and run for ${percent(check)}`,
				...kinds.map(([kind, count]) => `  ${count} × ${kind}`),
			],
		};
	},
	expressions() {
		const evaluations = evaluationsPerSecond();
		const line = `expressions: ${Math.round(evaluations).toLocaleString("en")} evaluations/s of the default mappings`;
		return { figures: { evaluations_per_second: evaluations }, lines: [line] };
	},
};

const names = [...values.only, ...positionals];
for (const name of names)
	if (!(name in parts)) throw new RangeError(`no part ${name}: there are ${Object.keys(parts).join(", ")}`);

const say = (line: string) => {
	if (!values.json) process.stdout.write(`${line}\n`);
};
const cpu = cpus();
say(
	`${cpu.length} × ${cpu[0]?.model ?? "unknown"}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`,
);
const all: Record<string, number> = {};
for (const [name, measure] of Object.entries(parts)) {
	if (names.length > 0 && !names.includes(name)) continue;
	const { figures, lines } = await measure();
	Object.assign(all, figures);
	for (const line of lines) say(line);
}
if (values.json) process.stdout.write(`${JSON.stringify(all)}\n`);
