import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { person } from "../site/people-file.ts";
import { openSite, readRun } from "../site/site.ts";

/** A run that is held while it creates an account. */
async function heldRun() {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"));
	const held = site.tap.hold(({ method }) => method === "POST", "answered");
	const running = site.startRun("--concurrency", "1");
	await held.reached;
	const release = (...more: readonly string[]) =>
		site.command("profile", "release", "--home", site.home, ...more);
	return { ...site, held, running, release };
}

describe("sumo-provision profile release", () => {
	it("shows who runs the profile, and changes nothing while that process is there, without --yes", async () => {
		const { running, release, held } = await heldRun();
		const refused = await release();
		expect(refused).toMatchObject({ code: 1, err: "" });
		expect(refused.out).toContain(`process ${running.pid}`);
		expect(refused.out).toMatch(new RegExp(`Host: \\S+\\. Process: ${running.pid} \\(running\\)\\.`));
		expect(refused.out).toMatch(/Its cycle has run since \d{4}-/);
		expect(refused.out).toContain("Nothing was changed.");
		held.go();
		expect(readRun(await running.ended).summary).toMatchObject({ created: 2, outcome: "completed" });
		expect(await release()).toMatchObject({
			code: 0,
			out: expect.stringMatching(/^No process runs the profile/),
		});
	});

	it("can't see whether a process on another machine is running: nothing is released without --yes", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		expect((await site.provision()).code).toBe(0);
		const state = join(site.home, "state");
		const name = readdirSync(state).find((one) => one.endsWith(".sqlite"));
		const store = await openStore(join(state, String(name)));
		onTestFinished(() => store.close());
		const elsewhere = { host: "elsewhere", id: process.pid, place: "another boot of another machine" };
		const holder = `elsewhere, process ${process.pid}`;
		await store.acquireLease(holder, elsewhere);
		const release = (...more: readonly string[]) =>
			site.command("profile", "release", "--home", site.home, ...more);
		expect(await site.attempt()).toMatchObject({ code: 1, err: expect.stringContaining(holder) });
		const refused = await release();
		expect(refused.code).toBe(1);
		expect(refused.out).toContain(
			`Host: elsewhere. Process: ${process.pid} (on another machine or in another container, state unknown).`,
		);
		expect(refused.out).toContain("Nothing was changed.");
		expect(await store.lease()).toMatchObject({ holder });
		expect(await release("--yes")).toMatchObject({
			code: 0,
			out: expect.stringContaining("is released"),
		});
		expect(await store.lease()).toBeUndefined();
		site.people.add("Analyst", person("Bob Noyce"));
		expect(await site.provision()).toMatchObject({ code: 0, summary: { created: 1 } });
	});

	it("with --yes lets another process run, and nothing of the old holder is recorded", async () => {
		const { running, release, held, startRun, log, accounts, tap } = await heldRun();
		const released = await release("--yes", "--json");
		expect(released.code).toBe(0);
		expect(JSON.parse(released.out)).toMatchObject({
			isBroken: true,
			holder: "running",
			lease: { process: { id: running.pid } },
		});
		const next = startRun();
		await next.until((line) => line.includes('"phase":"reading source"') || line.includes('"created"'));
		held.go();
		const old = readRun(await running.ended);
		expect(old).toMatchObject({ code: 1, summary: { outcome: "interrupted" } });
		expect(readRun(await next.ended)).toMatchObject({
			code: 0,
			summary: { outcome: "completed", failed: 0 },
		});
		expect(
			accounts()
				.map(({ userName }) => userName)
				.sort(),
		).toEqual(["ada@example.com", "bob@example.com"]);
		expect(tap.sent("POST")).toHaveLength(2);
		const created = (await log()).filter(({ action }) => action === "Create");
		expect(created.map(({ source }) => source?.userName).sort()).toEqual([
			"ada@example.com",
			"bob@example.com",
		]);
	});
});
