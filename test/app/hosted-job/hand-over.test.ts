import { describe, expect, it } from "vitest";
import { createHandOverService } from "../../../src/app/hosted-job/hand-over-service.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { jobStatus } from "../../../src/entra/synchronization/job-status.ts";
import { skipWaits } from "../../e2e/site/in-process.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { sharedWorld } from "./job-world.ts";

describe("a hand-over", () => {
	it("to Entra's job and back creates no account a second time", async () => {
		const at = await sharedWorld("ada", "ben", "cleo");
		expect(await at.run("run")).toMatchObject({ code: 0 });
		expect(at.creates()).toBe(3);
		const ids = () => ["ada", "ben", "cleo"].map((alias) => at.account(`${alias}@example.com`)?.id);
		const before = ids();

		const toHosted = await at.run("job", "hand-over", "--to", "hosted", "--yes");
		expect(toHosted).toMatchObject({
			code: 0,
			out: expect.stringContaining("3 accounts taken over, 0 recreated"),
		});
		const cycle = await at.cycle();
		expect(cycle.filter((line) => line.includes(" create "))).toEqual([]);
		expect(cycle).toHaveLength(3);
		expect(await at.run("run")).toMatchObject({ code: 1, err: expect.stringContaining("Entra's own job") });

		const toDirect = await at.run("job", "hand-over", "--to", "direct", "--yes");
		expect(toDirect).toMatchObject({
			code: 0,
			out: expect.stringContaining("3 accounts taken over, 0 recreated"),
		});
		expect((await at.run("job")).out).toContain("Schedule: Paused");
		expect(await at.run("run")).toMatchObject({ code: 0 });
		expect(at.creates()).toBe(3);
		expect(ids()).toEqual(before);
	});

	it("to this program takes over accounts that only Entra's job created", async () => {
		const at = await sharedWorld("ada", "ben");
		await at.run("job", "start");
		await at.cycle();
		expect(at.creates()).toBe(2);
		const plan = JSON.parse((await at.run("job", "hand-over", "--to", "direct", "--plan", "--json")).out);
		expect(plan).toMatchObject({ changed: false, takenOver: 2, withoutAccount: [], unmatched: [] });
		expect(await at.run("job", "hand-over", "--to", "direct", "--yes")).toMatchObject({ code: 0 });
		expect(await at.run("run")).toMatchObject({ code: 0 });
		expect(at.creates()).toBe(2);
	});

	it("shows its plan and changes nothing without --yes", async () => {
		const at = await sharedWorld("ada", "ben");
		await at.run("run");
		const user = at.world.entra.control.addUser({ userPrincipalName: "dora@example.com" });
		at.world.entra.control.assign(user.id, "Analyst");
		const shown = await at.run("job", "hand-over", "--to", "hosted");
		expect(shown).toMatchObject({ code: 2, err: expect.stringContaining("--yes") });
		expect(shown.out).toMatch(/1\. Turn sumo-provision's own provisioning off.*2\. Start Entra's job/s);
		expect(shown.out).toContain("2 accounts taken over");
		expect(shown.out).toContain("1 user has no account yet");
		expect((await at.run("job")).out).toContain("Schedule: Disabled");
	});

	it("is refused for a user whom Entra would not match with the linked account", async () => {
		const at = await sharedWorld("ada", "ben");
		await at.run("run");
		at.world.entra.control.editUser("ada@example.com", { userPrincipalName: "ada.lund@example.com" });
		const refused = await at.run("job", "hand-over", "--to", "hosted", "--yes");
		expect(refused).toMatchObject({
			code: 1,
			err: expect.stringMatching(/ada\.lund@example\.com.*would create a second one.*sumo-provision run/s),
		});
		expect((await at.run("job")).out).toContain("Schedule: Disabled");
		expect(await at.run("job", "hand-over", "--to", "hosted", "--plan")).toMatchObject({ code: 3 });
		await at.run("run");
		expect(await at.run("job", "hand-over", "--to", "hosted", "--yes")).toMatchObject({ code: 0 });
		await at.cycle();
		expect(at.creates()).toBe(2);
	});

	it("switches a console whose profile was not saved, and tells a script to name the mode", async () => {
		const at = await sharedWorld("ada");
		const shown = await at.run("job", "hand-over", "--to", "hosted", "--plan");
		expect(shown.out).toContain("add --mode hosted from then on");
		const session = await at.open("direct", { watch: true });
		expect((await session.handOver.plan("hosted")).steps.at(-1)).toBe("Switch the profile to hosted mode.");
		await session.handOver.perform("hosted");
		expect(session.provisioning.mode()).toBe("hosted");
		await session.handOver.perform("direct");
		expect(session.provisioning.mode()).toBe("direct");
	});

	it("names a quarantine of Entra's job and what to do about it", async () => {
		const at = await sharedWorld("ada");
		at.world.entra.control.quarantine("EncounteredQuarantineException");
		const shown = await at.run("job", "hand-over", "--to", "hosted", "--plan");
		expect(shown.out).toMatch(
			/1\. First check the quarantine .*EncounteredQuarantineException.*Save current credentials/,
		);
	});

	it.each(["hosted", "direct"] as const)(
		"to %s that ends half-way leaves both off and the mode as it was",
		async (to) => {
			const example = jobStatus.parse(examples.active);
			let isOn = true;
			const job = () => ({ ...example, schedule: isOn ? "Active" : "Paused" });
			const [ended, done]: [string[], string[]] = [[], []];
			const half = async () => {
				ended.push(to);
				throw new Error("killed");
			};
			const handOver = createHandOverService({
				mode: () => (to === "hosted" ? "direct" : "hosted"),
				direct: { setEnabled: async (on) => void done.push(`direct ${on}`), restart: half },
				hosted: () => ({
					setEnabled: async (on) => {
						isOn = on;
						done.push(`hosted ${on}`);
					},
					restart: half,
				}),
				service: async () => ({ status: async () => job(), pause: async () => undefined }),
				store: {
					links: async function* () {
						yield [];
					},
					setState: async () => undefined,
				},
				openPlanner: async () => ({
					plan: async () => ({ counts: { unchanged: 0 } }) as Awaited<ReturnType<Engine["plan"]>>,
					close: async () => undefined,
				}),
				saveMode: () => async () => done.push("saved"),
				changed: async () => void done.push("changed"),
				clock: { sleep: async () => undefined },
			});
			await expect(handOver.perform(to)).rejects.toThrow("killed");
			expect(done).toEqual([to === "hosted" ? "direct false" : "hosted false"]);
			expect(ended).toEqual([to]);
		},
	);

	it.each(["direct", "hosted"] as const)(
		"to %s takes no answer of Graph for what the job does not show, and is repeated",
		async (to) => {
			skipWaits();
			const at = await sharedWorld("ada");
			await at.run("run");
			const { control } = at.world.entra;
			if (to === "direct") await at.run("job", "start");
			const path = to === "direct" ? "/pause" : "/start";
			control.fault({ kind: "status", status: 204, path, text: "" });
			const handOver = ["job", "hand-over", "--to", to, "--yes"];
			const { code, err } = await at.run(...handOver);
			expect(code).toBe(1);
			expect(err).toMatch(to === "direct" ? /still on.*job pause/s : /still off.*job restart/s);
			expect(await at.run(...handOver)).toMatchObject({ code: 0 });
			expect(control.jobs()[0]?.schedule).toBe(to === "direct" ? "Paused" : "Active");
		},
	);

	it("turns this program off and switches a console that is open", async () => {
		const at = await sharedWorld("ada");
		const session = await at.open();
		await session.settings.change("interval", "30");
		await session.provisioning.setEnabled(true);
		await session.provisioning.runNow();
		await session.handOver.perform("hosted");
		expect(session.provisioning.mode()).toBe("hosted");
		expect(session.provisioning.status()).toMatchObject({ enabled: true });
		await session.handOver.perform("direct");
		expect(session.provisioning.mode()).toBe("direct");
		expect(session.provisioning.status()).toMatchObject({ enabled: false });
		expect(at.creates()).toBe(1);
	});

	it("does not start a job again that runs", async () => {
		const at = await sharedWorld("ada");
		for (const _ of ["first", "again"])
			expect(await at.run("job", "hand-over", "--to", "hosted", "--yes")).toMatchObject({ code: 0 });
		const starts = at.world.entra.control.journal().filter(({ target }) => target.endsWith("/start"));
		expect(starts).toHaveLength(1);
	});

	it("ends what failed here before", async () => {
		const at = await sharedWorld("ada");
		await at.run("job", "start");
		await at.run("run");
		expect((await at.run("status", "--json")).out).toContain("HostedJobOn");
		await at.run("job", "hand-over", "--to", "direct", "--yes");
		expect((await at.run("status", "--json")).out).not.toContain("HostedJobOn");
	});
});
