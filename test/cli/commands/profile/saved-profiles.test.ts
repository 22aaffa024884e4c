import { existsSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { storeFile } from "../../../../src/config/home.ts";
import { openSettings } from "../../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../../src/config/secrets.ts";
import { openStore } from "../../../../src/store/sqlite/open.ts";
import { sampleProfile, temporaryHome } from "../../../config/samples.ts";
import { runInProcess } from "../../../e2e/site/in-process.ts";

/** A home with the profile acme, which has secrets and a store. */
async function site() {
	const home = temporaryHome();
	const settings = openSettings(home);
	const secrets = openSecrets(home, () => undefined);
	await settings.saveProfile(sampleProfile("acme", { production: true }));
	await secrets.write("acme", { secretToken: "c2VjcmV0" });
	await (await openStore(storeFile(home, "acme"))).close();
	const run = (...args: readonly string[]) =>
		runInProcess(["profile", ...args, "--home", home.config], { env: { SUMO_PROVISION_HOME: "" } });
	return { home, settings, secrets, run };
}

describe("profile copy", () => {
	it("copies the settings, without secrets unless told to", async () => {
		const { home, settings, secrets, run } = await site();
		expect(await run("copy", "acme", "beta")).toMatchObject({
			code: 0,
			err: "beta is a copy of acme, without its secrets.\n",
		});
		expect(await settings.profile("beta")).toMatchObject({ name: "beta", production: true });
		expect(await secrets.read("beta")).toEqual({});
		expect(existsSync(storeFile(home, "beta"))).toBe(false);
		expect(await run("copy", "acme", "gamma", "--with-secrets")).toMatchObject({
			code: 0,
			err: "gamma is a copy of acme.\n",
		});
		expect(await secrets.read("gamma")).toEqual({ secretToken: "c2VjcmV0" });
	});

	it("refuses a name that is taken or cannot be one, and a profile that does not exist", async () => {
		const { settings, run } = await site();
		expect(await run("copy", "acme", "acme")).toMatchObject({
			code: 1,
			err: expect.stringContaining("There already is a profile acme in "),
		});
		expect(await run("copy", "acme", "Beta!")).toMatchObject({
			code: 2,
			err: expect.stringContaining("A profile's name has at most 40 lower-case letters"),
		});
		expect(await run("copy", "none", "beta")).toMatchObject({
			code: 1,
			err: expect.stringContaining("There is no profile none in "),
		});
		expect(await settings.profileNames()).toEqual(["acme"]);
	});
});

describe("profile rename", () => {
	it("moves secrets, links and log along", async () => {
		const { home, settings, secrets, run } = await site();
		expect(await run("rename", "acme", "main")).toMatchObject({
			code: 0,
			err: "acme is now main. Change the name in scripts and services that use it.\n",
		});
		expect(await settings.profileNames()).toEqual(["main"]);
		expect(await settings.currentName()).toBe("main");
		expect(await secrets.read("main")).toEqual({ secretToken: "c2VjcmV0" });
		expect(await secrets.read("acme")).toEqual({});
		expect(existsSync(storeFile(home, "main"))).toBe(true);
		expect(existsSync(storeFile(home, "acme"))).toBe(false);
	});

	it("changes nothing while a process has the profile open", async () => {
		const { home, settings, run } = await site();
		const store = await openStore(storeFile(home, "acme"));
		const ended = await run("rename", "acme", "main");
		await store.close();
		expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("Nothing was changed: ") });
		expect(await settings.profileNames()).toEqual(["acme"]);
	});
});

describe("profile remove", () => {
	it("refuses while a process has the profile open, and leaves its secrets", async () => {
		const { home, settings, secrets, run } = await site();
		const store = await openStore(storeFile(home, "acme"));
		expect(await run("remove", "acme")).toMatchObject({
			code: 1,
			err: expect.stringContaining("Nothing was changed: another process has the profile acme open."),
		});
		expect(await settings.profileNames()).toEqual(["acme"]);
		expect(await secrets.read("acme")).toEqual({ secretToken: "c2VjcmV0" });
		await store.close();
		expect(await run("remove", "acme")).toMatchObject({ code: 0 });
		expect(await secrets.read("acme")).toEqual({});
		expect(existsSync(storeFile(home, "acme"))).toBe(true);
	});

	it("removes a profile whose store is damaged, which stays", async () => {
		const { home, settings, run } = await site();
		writeFileSync(storeFile(home, "acme"), "not a database, and long enough to be read as one ".repeat(40));
		expect(await run("remove", "acme")).toMatchObject({ code: 0 });
		expect(await settings.profileNames()).toEqual([]);
		expect(existsSync(storeFile(home, "acme"))).toBe(true);
	});
});
