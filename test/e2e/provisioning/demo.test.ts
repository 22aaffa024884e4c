import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { run } from "../site/program.ts";
import { freshFolder, openSite } from "../site/site.ts";

describe("sumo-provision without a terminal", () => {
	it("runs a cycle on the demo tenant with progress and a summary, and changes nothing the second time", async () => {
		const home = freshFolder();
		const first = await run(["demo", "--home", home]);
		expect(first.code).toBe(0);
		expect(first.err).toContain(
			"There is no terminal here: running one provisioning cycle on the demo tenant",
		);
		expect(first.err).toMatch(/^provisioning: 0 of \d+, about \d+ seconds? left$/m);
		expect(first.err).toMatch(/^success Create {3}\S.* <\S+@harbour\.example>$/m);
		expect(first.err).toContain("BlockedByDeactivatedAccount");
		expect(first.err).toContain(
			"part of the demo: a deactivated account that blocks its user, a name that is too long",
		);
		expect(first.out).toMatch(
			/^Cycle completed in [\d.]+ s with \d+ requests: \d+ created, .*\d+ failed\.\n$/,
		);
		expect(first.out + first.err).not.toMatch(
			/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
		);

		const second = await run(["demo", "--home", home]);
		expect(second.code).toBe(0);
		expect(second.out).toMatch(
			/^Cycle completed in [\d.]+ s with 0 requests: 5 skipped\.\n5 users still fail\. Run `sumo-provision failures` to list them\.\n$/,
		);
		expect(second.err).not.toMatch(/^(success|failure)/m);
		expect(second.err).toMatch(
			/^skipped Other .*: InEscrow: Failed once with BlockedByDeactivatedAccount: /m,
		);
	});

	it.each([[[]], [["console"]], [["console", "--demo"]]])(
		"opens no console with %j: exits with 2, and writes nothing",
		async (args) => {
			const site = await openSite();
			site.people.add("Analyst", person("Ada Byron"));
			const flags = args.includes("--demo")
				? ["--home", site.home]
				: ["--source", site.people.path, ...site.target];
			const userHome = freshFolder();
			const { code, out, err } = await site.start([...args, ...flags], { env: { HOME: userHome } }).ended;
			expect(readdirSync(userHome)).toEqual([]);
			expect({ code, out }).toEqual({ code: 2, out: "" });
			expect(err).toBe(
				"sumo-provision: The console needs a terminal, and there is none here. Over SSH, use ssh -t. For one cycle without the console, use sumo-provision run.\n",
			);
			expect(site.accounts()).toEqual([]);
			expect(existsSync(site.home)).toBe(false);
		},
	);
});
