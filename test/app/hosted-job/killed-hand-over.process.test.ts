import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { resolveHome } from "../../../src/config/home.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { readStore } from "../../../src/store/sqlite/open.ts";
import { run } from "../../e2e/site/program.ts";
import { dyingAtWrite } from "./dying-at-write.ts";
import { type SharedWorld, sharedWorld } from "./job-world.ts";

type Mode = "hosted" | "direct";
type Job = "never run" | "on" | "paused" | "in quarantine";

const people = ["ada", "ben", "cleo"];

/** `HAND_OVER_KILLS=full`: with the job in each state, and dying right before each write too, which takes minutes. */
const isFull = process.env.HAND_OVER_KILLS === "full";
const jobs: Readonly<Record<Mode, readonly Job[]>> = isFull
	? {
			hosted: ["never run", "on", "paused", "in quarantine"],
			direct: ["never run", "on", "paused", "in quarantine"],
		}
	: { hosted: ["paused"], direct: ["on"] };

const deaths = isFull ? (["before", "after"] as const) : (["after"] as const);

/** A saved profile in the other mode, with three accounts. Before a hand-over to Entra's job, this program is on. */
async function prepared(to: Mode, job: Job): Promise<SharedWorld> {
	const at = await sharedWorld(...people);
	const entra = (action: "start" | "pause") => at.graph("POST", `${at.job}/${action}`);
	if (job !== "never run") {
		await entra("start");
		await at.cycle();
		await entra("pause");
	}
	if (to === "direct") await at.run("settings", "set", "mode", "hosted");
	else {
		await at.run("settings", "set", "interval", "30");
		const session = await at.open();
		await session.provisioning.setEnabled(true);
		await session.provisioning.runNow();
		await session.close();
	}
	if (job === "on" || job === "in quarantine") await entra("start");
	if (job === "in quarantine") at.world.entra.control.quarantine("EncounteredQuarantineException");
	return at;
}

/** Who provisions, and the mode of the saved profile. */
async function stateOf({ world, home }: SharedWorld) {
	const [file = ""] = readdirSync(join(home, "state")).filter((name) => name.endsWith(".sqlite"));
	const direct = await readStore(join(home, "state", file), async (store) => (await store.state()).enabled);
	const hosted = world.entra.control.jobs()[0]?.schedule === "Active";
	const saved = await openSettings(resolveHome(home, {})).profile("default");
	return { hosted, direct, mode: saved?.provisioning.mode };
}

describe.each(["hosted", "direct"] as const)("a hand-over to %s that is killed at any write", (to) => {
	it.each(jobs[to])(
		"leaves no two that provision, and is ended by the same command, with a job that is %s",
		async (job) => {
			const handOver = ["job", "hand-over", "--to", to, "--yes"];
			let [kills, wasBetween] = [0, false];
			for (const when of deaths)
				for (let nth = 1; ; nth++) {
					const at = await prepared(to, job);
					const before = await stateOf(at);
					const { signal } = await run(handOver, { env: at.env, nodeOptions: dyingAtWrite(nth, when) });
					if (signal === null) break;
					kills += 1;
					const between = await stateOf(at);
					// A job that somebody started in the portal is on at first, too: then the cycles here refuse to run.
					expect(between.hosted && between.direct && !(before.hosted && before.direct)).toBe(false);
					wasBetween ||= between.mode !== to && !isDeepStrictEqual(between, before);
					expect(await at.run(...handOver)).toMatchObject({ code: 0 });
					expect(await stateOf(at)).toEqual({ hosted: to === "hosted", direct: false, mode: to });
					if (to === "hosted") await at.cycle();
					else expect(await at.run("run")).toMatchObject({ code: 0 });
					expect(at.creates()).toBe(people.length);
				}
			expect(kills).toBeGreaterThan(5);
			expect(wasBetween).toBe(to === "hosted" || job === "on" || job === "in quarantine");
		},
		240_000,
	);
});
