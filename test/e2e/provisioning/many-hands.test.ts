import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openProfile } from "../../../src/app/open-profile.ts";
import { ProfileConflictError } from "../../../src/app/profile/profile-conflict-error.ts";
import { resolveHome } from "../../../src/config/home.ts";
import { profileSchema } from "../../../src/config/profile.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../src/config/secrets.ts";
import { person } from "../site/people-file.ts";
import { linesOf, openSite, readRun, tokenOf } from "../site/site.ts";

/** A saved profile, whose users are provisioned one after the other, and a run of it that is held while it creates the first account. */
async function heldRun() {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"), person("Cid Ronan"));
	const home = resolveHome(site.home, {});
	const settings = openSettings(home);
	const secrets = openSecrets(home, () => undefined);
	await settings.saveProfile(
		profileSchema.parse({
			name: "acme",
			source: { type: "file", path: site.people.path },
			target: { deployment: "custom", scimUrl: site.tap.url },
			provisioning: { requestsPerSecond: 0, concurrency: 1 },
		}),
	);
	await secrets.write("acme", { secretToken: tokenOf(site.world) });
	/** In this process, which is another one than that of the run. */
	const command = (...args: readonly string[]) => site.command(...args, "--home", site.home);
	const first = site.tap.hold(({ method }) => method === "POST", "arrived");
	const running = site.start(["run", "--json", "--home", site.home]);
	await first.reached;
	return { ...site, secrets, command, running, first };
}

const schema = z.looseObject({
	synchronizationRules: z.array(
		z.looseObject({
			objectMappings: z.array(
				z.looseObject({ attributeMappings: z.array(z.looseObject({ targetAttributeName: z.string() })) }),
			),
		}),
	),
});

/** The same schema with another constant family name. */
function withFamilyName(text: string, value: string): string {
	const read = schema.parse(JSON.parse(text));
	for (const { objectMappings } of read.synchronizationRules)
		for (const { attributeMappings } of objectMappings)
			for (const mapping of attributeMappings)
				if (mapping.targetAttributeName === "name.familyName")
					mapping.source = { expression: `"${value}"`, name: value, type: "Constant", parameters: [] };
	return JSON.stringify(read);
}

describe("a run while another process saves the profile", () => {
	it("continues with a mapping that was imported meanwhile, after the current user, and says so", async () => {
		const { folder, command, running, first, accounts, log } = await heldRun();
		const file = join(folder, "schema.json");
		const exported = await command("mapping", "export");
		writeFileSync(file, withFamilyName(exported.out, "Renamed"));
		const imported = await command("mapping", "import", file);
		expect(imported, imported.err).toMatchObject({ code: 0 });
		first.go();
		const { code, summary, lines, err } = readRun(await running.ended);
		expect({ code, err }).toEqual({ code: 0, err: "" });
		expect(summary).toMatchObject({ outcome: "completed", created: 3, updated: 1, failed: 0 });
		expect(accounts().map(({ familyName }) => familyName)).toEqual(["Renamed", "Renamed", "Renamed"]);
		const warnings = z
			.array(z.looseObject({ message: z.string() }))
			.parse(lines.filter((line) => z.looseObject({ type: z.literal("warning") }).safeParse(line).success));
		expect(warnings.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^The profile acme was changed elsewhere: .*mappings\[name\.familyName\].*"Renamed".* the imported schema\.$/,
			),
			expect.stringContaining("It continues with the new ones"),
		]);
		expect((await log()).map(({ action, source }) => [action, source?.userName])).toEqual([
			["Create", "ada@example.com"],
			["Other", undefined],
			["Update", "ada@example.com"],
			["Create", "bob@example.com"],
			["Create", "cid@example.com"],
		]);
	});

	it("continues over a connection that was changed meanwhile, in another cycle of the same run", async () => {
		const { running, first, command, tap } = await heldRun();
		expect(await command("settings", "set", "proxy", "off")).toMatchObject({ code: 0 });
		first.go();
		const { code, summary, lines } = readRun(await running.ended);
		expect(code).toBe(0);
		expect(summary).toMatchObject({ outcome: "completed", created: 2, failed: 0 });
		const started = lines.filter(
			(line) => z.looseObject({ type: z.literal("cycleStarted") }).safeParse(line).success,
		);
		expect(started).toHaveLength(2);
		expect(tap.sent("POST").map(({ status }) => status)).toEqual([201, 201, 201]);
		expect(JSON.stringify(lines)).toContain("network.proxy");
		const { out } = await command("logs", "--json");
		const actions = linesOf(out).map((line) => z.looseObject({ action: z.string() }).parse(line).action);
		expect(actions.sort()).toEqual(["Create", "Create", "Create", "Cycle"]);
	});

	it("obeys the console that saved last, of two, and the other one must look first", async () => {
		const { home, running, first, accounts } = await heldRun();
		const open = () => openProfile({ flags: { home, profile: "acme" }, env: {} });
		const [one, two] = [await open(), await open()];
		const consoles = [one, two];
		onTestFinished(async () => {
			for (const session of consoles) await session.close();
		});
		const without = (name: string) => {
			const clause = { attribute: "displayName", operator: "NOT EQUALS", value: name } as const;
			const filters = [{ name: `without ${name}`, clauses: [clause] }];
			return { users: "assigned", filters, skipOutOfScopeDeletions: false } as const;
		};
		const [{ scope: ofOne }, { scope: ofTwo }] = [await one.rules(), await two.rules()];
		await ofOne.save(without("Bob Noyce"));
		const conflict = await ofTwo.save(without("Cid Ronan")).catch((error: unknown) => error);
		expect(conflict).toBeInstanceOf(ProfileConflictError);
		expect(ofTwo.current()).toEqual(ofOne.current());
		await expect(two.provisioning.runNow()).rejects.toThrow(`process ${running.pid}`);
		await ofTwo.save(without("Cid Ronan"));
		first.go();
		expect(readRun(await running.ended)).toMatchObject({
			code: 0,
			summary: { outcome: "completed", created: 2, failed: 0 },
		});
		expect(
			accounts()
				.map(({ userName }) => userName)
				.sort(),
		).toEqual(["ada@example.com", "bob@example.com"]);
	});

	it("keeps its rules, and says why, when the settings can't be read any more", async () => {
		const { home, running, first, accounts } = await heldRun();
		const file = join(home, "config.json");
		writeFileSync(file, readFileSync(file, "utf8").slice(0, -3));
		first.go();
		const { code, summary, lines } = readRun(await running.ended);
		expect(code).toBe(0);
		expect(summary).toMatchObject({ outcome: "completed", created: 3 });
		expect(accounts()).toHaveLength(3);
		const warnings = lines.filter(
			(line) => z.looseObject({ type: z.literal("warning") }).safeParse(line).success,
		);
		expect(warnings).toHaveLength(1);
		expect(JSON.stringify(warnings)).toContain("the text is not JSON");
	});
});
