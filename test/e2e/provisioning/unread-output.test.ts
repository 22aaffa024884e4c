import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { openSite, type Site } from "../site/site.ts";

const names = ["Ada Byron", "Bob Noyce", "Cid Ronan"];

async function openNewcomers(): Promise<Site> {
	const site = await openSite();
	site.people.add("Analyst", ...names.map((name) => person(name)));
	return site;
}

/** A cycle that is over as it would be with a reader: all users provisioned and logged, nothing interrupted. */
async function expectOver(site: Site): Promise<void> {
	expect(site.accounts().length).toBe(names.length);
	expect((await site.log()).map(({ action, status }) => `${action} ${status}`)).toEqual(
		names.map(() => "Create success"),
	);
	const { code, out } = await site.command("status", "--home", site.home);
	expect({ code, out }).toEqual({ code: 0, out: expect.not.stringContaining("nterrupted") });
}

describe("A cycle whose output is not read anymore", () => {
	it.each(["stdout", "stderr"] as const)(
		"is completed, and the exit code is the cycle's: %s",
		async (end) => {
			const site = await openNewcomers();
			const held = site.tap.hold(({ method }) => method === "POST", "arrived");
			const program = site.start(["run", "--source", site.people.path, ...site.target, "--json"]);
			await held.reached;
			program.leave(end);
			held.go();
			expect(await program.ended).toMatchObject({ code: 0, signal: null });
			await expectOver(site);
		},
	);

	it("ends with that cycle's failures, also when they went unread", async () => {
		const site = await openNewcomers();
		site.people.change("id-bob", { mail: null });
		const held = site.tap.hold(({ method }) => method === "POST", "arrived");
		const program = site.startRun();
		await held.reached;
		program.leave("stdout");
		held.go();
		expect(await program.ended).toMatchObject({ code: 3, err: "" });
	});

	it.runIf(existsSync("/dev/full"))("is completed on a full disk, and says so", async () => {
		const site = await openNewcomers();
		const args = ["run", "--source", site.people.path, ...site.target, "--json"];
		const { code, signal, err } = await site.start(args, { shell: "> /dev/full" }).ended;
		expect({ code, signal }).toEqual({ code: 1, signal: null });
		expect(err).toBe("sumo-provision: The output is not complete: ENOSPC: no space left on device, write.\n");
		await expectOver(site);
	});
});
