import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/errors/config-error.ts";
import type { Home } from "../../src/config/home.ts";
import { openSettings, type Settings } from "../../src/config/saved-profiles.ts";
import { sampleProfile, temporaryHome } from "./samples.ts";

let home: Home;
let settings: Settings;

beforeEach(() => {
	home = temporaryHome();
	settings = openSettings(home);
});

/** Writes the file as someone with an editor would. */
function edit(text: string): void {
	mkdirSync(home.config, { recursive: true });
	writeFileSync(settings.file, text);
}

async function failure(promise: Promise<unknown>): Promise<ConfigError> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof ConfigError)) throw new Error(`not a ConfigError: ${String(error)}`);
	return error;
}

describe("settings", () => {
	it("are empty at first, and reading them creates no file", async () => {
		expect(await settings.profileNames()).toEqual([]);
		expect(await settings.profile("acme")).toBeUndefined();
		// The name is also that of a member which every object of JavaScript has.
		expect(await settings.profile("constructor")).toBeUndefined();
		expect(await settings.currentName()).toBeUndefined();
		expect(existsSync(home.config)).toBe(false);
	});

	it("keep profiles by name, for their owner only, from one run to the next", async () => {
		const acme = sampleProfile("acme", { appName: "Sumo Acme" });
		await settings.saveProfile(acme);
		await settings.saveProfile(sampleProfile("beta"));
		await settings.saveProfile({ ...acme, entraStrict: true });
		const later = openSettings(home);
		expect(await later.profileNames()).toEqual(["acme", "beta"]);
		expect(await later.profile("acme")).toEqual({ ...acme, entraStrict: true });
		expect(statSync(home.config).mode & 0o777).toBe(0o700);
		expect(statSync(settings.file).mode & 0o777).toBe(0o600);
	});

	it("know the current profile: the first saved, the one chosen, and another when that one goes", async () => {
		for (const name of ["beta", "acme", "zeta"]) await settings.saveProfile(sampleProfile(name));
		expect(await settings.currentName()).toBe("beta");
		await settings.setCurrent("zeta");
		expect(await settings.currentName()).toBe("zeta");
		await settings.removeProfile("zeta");
		expect(await settings.currentName()).toBe("acme");
		await settings.removeProfile("acme");
		await settings.removeProfile("beta");
		expect(await settings.currentName()).toBeUndefined();
		expect((await failure(settings.setCurrent("gone"))).message).toContain("There is no profile gone");
	});

	it("refuse to save what is not a profile, and name the wrong part", async () => {
		const acme = sampleProfile("acme");
		const wrong = { ...acme, provisioning: { ...acme.provisioning, intervalMinutes: 1 } };
		expect((await failure(settings.saveProfile(wrong))).message).toContain("provisioning.intervalMinutes");
		expect(existsSync(settings.file)).toBe(false);
	});

	it("that are not JSON are reported with line and column, and left as they are", async () => {
		const text = '{\n\t"current": "acme",\n\t"profiles": {,}\n}\n';
		edit(text);
		for (const attempt of [
			() => settings.profileNames(),
			() => settings.saveProfile(sampleProfile("acme")),
		]) {
			const error = await failure(attempt());
			expect(error.code).toBe("invalid");
			expect(error.message).toContain(`${settings.file}, line 3, column 15`);
		}
		expect(readFileSync(settings.file, "utf8")).toBe(text);
	});

	it("with one broken profile still give the others, and keep the broken one when others change", async () => {
		await settings.saveProfile(sampleProfile("acme"));
		const json = JSON.parse(readFileSync(settings.file, "utf8"));
		json.profiles.broken = { name: "broken", mine: 1 };
		edit(JSON.stringify(json));
		expect(await settings.profileNames()).toEqual(["acme", "broken"]);
		expect((await settings.profile("acme"))?.name).toBe("acme");
		const error = await failure(settings.profile("broken"));
		expect(error.message).toMatch(/config\.json, profile broken: source: /);
		await settings.saveProfile(sampleProfile("beta"));
		expect(JSON.parse(readFileSync(settings.file, "utf8")).profiles.broken).toEqual({
			name: "broken",
			mine: 1,
		});
	});

	it("keep what this version does not know when a profile is saved, and nothing that was removed", async () => {
		const stored = {
			...sampleProfile("acme", {
				mappings: [{ target: "userName", source: { type: "none" }, apply: "always", flowNull: false }],
			}),
			note: "ours",
			log: { keepDays: 30, compress: true },
			source: { type: "file", path: "users.json", sheet: 2 },
		};
		edit(JSON.stringify({ current: "acme", profiles: { acme: stored }, theme: "dark" }));
		const { mappings: _, ...acme } = sampleProfile("acme");
		await settings.saveProfile({ ...acme, log: { keepDays: 7 } });
		const read = () => JSON.parse(readFileSync(settings.file, "utf8"));
		expect(read()).toMatchObject({
			theme: "dark",
			profiles: { acme: { note: "ours", log: { keepDays: 7, compress: true }, source: { sheet: 2 } } },
		});
		expect(read().profiles.acme).not.toHaveProperty("mappings");
		await settings.saveProfile({ ...acme, source: { type: "demo" } });
		expect(read().profiles.acme.source).toEqual({ type: "demo" });
		await settings.setCurrent("acme");
		await settings.removeProfile("acme");
		expect(read()).toMatchObject({ theme: "dark", profiles: {} });
	});

	it("of another shape are reported with the place", async () => {
		edit('{"current": 5, "profiles": []}');
		const error = await failure(settings.profileNames());
		expect(error.message).toMatch(/current: .*; profiles: /);
		expect((await failure(settings.saveProfile(sampleProfile("acme")))).code).toBe("invalid");
	});

	it("of a profile under another's name are refused", async () => {
		edit(JSON.stringify({ profiles: { acme: sampleProfile("beta") } }));
		expect((await failure(settings.profile("acme"))).message).toContain("its name is beta");
	});

	it("written by a newer sumo-provision are refused and left as they are", async () => {
		const text = '{"profiles": {}, "__internal__": {"migrations": {"version": "1.10.0"}}}';
		edit(text);
		expect((await failure(settings.profileNames())).code).toBe("newer-version");
		expect((await failure(settings.saveProfile(sampleProfile("acme")))).code).toBe("newer-version");
		expect(readFileSync(settings.file, "utf8")).toBe(text);
	});

	it("written by an older sumo-provision are brought up to date", async () => {
		await settings.saveProfile(sampleProfile("acme"));
		const json = JSON.parse(readFileSync(settings.file, "utf8"));
		json.__internal__.migrations.version = "0.9.0";
		edit(JSON.stringify(json));
		expect(await settings.profileNames()).toEqual(["acme"]);
		expect(JSON.parse(readFileSync(settings.file, "utf8")).__internal__.migrations.version).toBe("1.0.0");
	});

	it("that cannot be written name the file", async () => {
		edit("{}");
		const below = openSettings({ ...home, config: settings.file });
		const error = await failure(below.saveProfile(sampleProfile("acme")));
		expect(error.message).toContain(settings.file);
	});
});
