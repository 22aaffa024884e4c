import { describe, expect, it } from "vitest";
import { runInProcess } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { binary, Program, run } from "../site/program.ts";
import { freshFolder, linesOf, openSite, type Site } from "../site/site.ts";

/** A log of two cycles: three creations, one of which fails, and then an update while the failed user waits. */
async function openLogged(): Promise<Site> {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"), person("Cid Ronan", { mail: null }));
	await site.provision();
	site.people.change("id-bob", { surname: "Moore" });
	await site.provision();
	return site;
}

describe("sumo-provision logs", () => {
	it("prints all entries, oldest first, and fewer with a limit, status, words or cycle", async () => {
		const site = await openLogged();
		const logs = async (...flags: readonly string[]) => {
			const { code, out, err } = await site.command("logs", "--home", site.home, "--json", ...flags);
			expect({ code, err }).toEqual({ code: 0, err: "" });
			return linesOf(out);
		};
		const all = await logs();
		expect(all).toEqual((await site.log()).map((entry) => ({ ...entry, job: "default" })));
		expect(all).toMatchObject([
			{ sequence: 1 },
			{ sequence: 2 },
			{ sequence: 3 },
			{ sequence: 4 },
			{ sequence: 5 },
		]);
		const update = await logs("--text", "BOB moore");
		expect(update).toMatchObject([{ action: "Update", source: { userName: "bob@example.com" } }]);
		expect(all).toContainEqual(update[0]);
		expect(await logs("--status", "skipped")).toMatchObject([
			{ source: { userName: "cid@example.com" }, skipReason: "InEscrow", error: null },
		]);
		expect(await logs("--limit", "2")).toEqual(all.slice(3));
		expect(await logs("--limit", "99")).toEqual(all);
		expect(await logs("--status", "failure")).toMatchObject([{ source: { userName: "cid@example.com" } }]);
		expect((await logs("--status", "failure", "success")).length).toBe(4);
		expect(await logs("--text", "nobody at all")).toEqual([]);
		const [first] = await site.log();
		expect(await logs("--cycle", first?.cycleId ?? "")).toEqual(all.slice(0, 3));
		expect(await logs("--text", "bob", "--limit", "1")).toEqual(update);
	});

	it("prints a line an entry for people", async () => {
		const site = await openLogged();
		const { out } = await site.command("logs", "--home", site.home);
		const lines = out.trimEnd().split("\n");
		expect(lines.length).toBe(5);
		expect(lines.find((line) => line.includes("Update"))).toMatch(
			/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z success Update {3}Bob Noyce <bob@example\.com>: name\.familyName: Noyce → Moore$/,
		);
		expect(lines).toContainEqual(
			expect.stringContaining("failure Create   Cid Ronan <cid@example.com>: MandatoryFieldsMissing: "),
		);
	});

	it("follows what another process writes, with the same filters, until Ctrl+C", async () => {
		const site = await openLogged();
		const all = site.start(["logs", "--home", site.home, "--json", "--follow", "--limit", "1"]);
		const bob = site.start(["logs", "--home", site.home, "--follow", "--user", "bob", "--limit", "9"]);
		await all.until((line) => line.includes('"sequence":5,'));
		await bob.until((line) => line.includes("Noyce"), 2);
		site.people.change("id-bob", { surname: "Hale" });
		site.people.change("id-ada", { surname: "King" });
		await site.provision();
		await all.until((line) => line.includes('"sequence":7,'));
		await bob.until((line) => line.includes("Hale"));
		for (const [program, signal] of [
			[all, "SIGINT"],
			[bob, "SIGTERM"],
		] as const) {
			program.kill(signal);
			expect(await program.ended).toMatchObject({ code: 0, signal: null, err: "" });
		}
		expect(linesOf(all.lines)).toMatchObject([{ sequence: 5 }, { sequence: 6 }, { sequence: 7 }]);
		expect(bob.lines.length).toBe(3);
	});

	it("ends with the next entry after its reader has gone", async () => {
		const site = await openLogged();
		const node = `'${process.execPath}' '${binary}' logs --home '${site.home}' --follow`;
		const script = `${node} | head -1; echo "ended with \${PIPESTATUS[0]}"`;
		const shell = new Program([], { node: "bash", nodeOptions: ["-c"], file: script });
		await shell.until((line) => line.includes("failure Create") || line.includes("success Create"));
		site.people.change("id-bob", { surname: "Hale" });
		await site.provision();
		expect((await shell.ended).out).toMatch(/ended with 0\n$/);
	});

	it("refuses to follow into a file", async () => {
		const { code, err } = await run(["logs", "--home", freshFolder(), "--follow", "--output", "log.json"]);
		expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("remove --output") });
	});

	it("says that a profile has no log", async () => {
		const home = freshFolder();
		const { code, out, err } = await runInProcess(["logs", "--profile", "nobody", "--home", home]);
		expect({ code, out }).toEqual({ code: 1, out: "" });
		expect(err).toMatch(
			/^sumo-provision: The profile nobody has no provisioning log yet \(.*nobody\.sqlite\)\.\n$/,
		);
	});
});
