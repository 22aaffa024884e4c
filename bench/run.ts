import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { cycles } from "./cycles.ts";
import { evaluationsPerSecond } from "./expressions.ts";
import { firstFrame } from "./first-frame.ts";

/**
 * What the README claims, measured on this machine. `--json` prints one object with fixed names; others may be added, none renamed.
 */
const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const say = (line: string) => {
	if (!values.json) process.stdout.write(`${line}\n`);
};

const cpu = cpus();
say(`${cpu.length} × ${cpu[0]?.model ?? "unknown"}, Node ${process.versions.node}`);

const frame = await firstFrame();
say(
	`first frame: ${frame.console.toFixed(0)} ms, hello world ${frame.hello.toFixed(0)} ms, ratio ${frame.ratio.toFixed(2)}`,
);

const small = await cycles(1_000);
const large = await cycles(10_000);
for (const figures of [small, large]) {
	const { users, initialRequests, initialSeconds, unchangedRequests, unchangedSeconds } = figures;
	say(
		`${users} users: initial ${initialRequests} requests in ${initialSeconds.toFixed(1)} s, ${(users / initialSeconds).toFixed(0)} users/s`,
	);
	say(`${users} users: nothing changed ${unchangedRequests} requests in ${unchangedSeconds.toFixed(2)} s`);
}

const evaluations = evaluationsPerSecond();
say(`expressions: ${Math.round(evaluations).toLocaleString("en")} evaluations/s of the default mappings`);

if (values.json) {
	const figures = {
		first_frame_ratio: frame.ratio,
		initial_requests_per_user: large.initialRequests / large.users,
		engine_users_per_second: large.users / large.initialSeconds,
		unchanged_requests: large.unchangedRequests,
		evaluations_per_second: evaluations,
	};
	process.stdout.write(`${JSON.stringify(figures)}\n`);
}
