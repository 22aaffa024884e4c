import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { preload } from "../site/preload.ts";
import { runEach } from "../site/program.ts";
import { openSite, tokenOf } from "../site/site.ts";

/** Tests may run as root, whom no mode stops: the program becomes another user first. */
const asAnotherUser = preload(
	"if (process.getuid?.() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }",
);

describe.skipIf(process.platform === "win32")("a home that belongs to another user", () => {
	it("is named in the same sentence by every command", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		mkdirSync(join(site.home, "state"), { recursive: true });
		chmodSync(site.folder, 0o755);
		chmodSync(site.home, 0o000);
		const opening = ["--source", site.people.path, ...site.target];
		const offline = ["--home", site.home];
		const commands = [
			["run", ...opening],
			["run", ...offline],
			["test-connection", ...opening],
			["check-setup", ...opening],
			["logs", ...offline],
			["status", ...offline],
			["failures", ...offline],
			["mapping", "check", ...offline],
			["settings", "set", "rate", "2", ...offline],
			["profile", "list", ...offline],
			["profile", "use", "acme", ...offline],
			["recover", ...offline],
			["demo", ...offline],
		];
		const ends = await runEach(commands, {
			nodeOptions: asAnotherUser,
			secrets: { SCIM_TOKEN: tokenOf(site.world) },
		});
		expect(ends.map(({ code }, at) => [commands[at]?.[0], code])).toEqual(
			commands.map(([name]) => [name, 1]),
		);
		const sentences = new Set(
			ends.map(({ err }) => {
				const [last = ""] = err.trimEnd().split("\n").slice(-1);
				return last.replace(/\S*\/home\/\S+/, "FILE").replace(/ (read|written|locked|used):/, " DEED:");
			}),
		);
		chmodSync(site.home, 0o700);
		expect([...sentences]).toEqual([
			"sumo-provision: FILE cannot be DEED: permission denied. Run sumo-provision as the owner of the folder, give this user access to it, or name another folder with --home.",
		]);
	});
});

/** Makes every folder look as if it were on NFS. */
const onNfs = preload(`
	import fs from "node:fs";
	import { syncBuiltinESMExports } from "node:module";
	fs.statfsSync = () => ({ type: 0x6969 });
	syncBuiltinESMExports();
`);

describe("a home on a network file system", () => {
	it("is named as such, with --home", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		const args = ["run", "--source", site.people.path, ...site.target];
		const { code, err } = await site.start(args, { nodeOptions: onNfs }).ended;
		expect(code).toBe(0);
		expect(err).toMatch(/is on a network file system \(NFS\).*--home/);
		expect((await site.start(args).ended).err).not.toContain("network file system");
	});
});
