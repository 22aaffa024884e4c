import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { directKey } from "../../../src/app/hosted-job/assert-direct-off.ts";
import { runnerName, runnerProcess } from "../../../src/app/process/runner.ts";
import { pairOf } from "../../../src/app/profile/store/profile-store.ts";
import { pairSuffix } from "../../../src/app/profile/store/stores-folder.ts";
import type { Profiles } from "../../../src/app/profiles/profiles.ts";
import { openProfiles } from "../../../src/app/profiles/profiles-service.ts";
import { type Home, storeFile } from "../../../src/config/home.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../src/config/secrets.ts";
import { openStarts } from "../../../src/config/starts.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleProfile, temporaryHome } from "../../config/samples.ts";

type Site = {
	readonly home: Home;
	readonly profiles: Profiles;
	readonly settings: ReturnType<typeof openSettings>;
	readonly secrets: ReturnType<typeof openSecrets>;
};

/** A home with the profiles acme and beta; acme has secrets, a store and a setup file. */
async function site(): Promise<Site> {
	const home = temporaryHome();
	const settings = openSettings(home);
	const secrets = openSecrets(home, () => undefined);
	await settings.saveProfile(sampleProfile("acme", { production: true }));
	await settings.saveProfile(sampleProfile("beta"));
	await secrets.write("acme", { secretToken: "c2VjcmV0" });
	const store = await openStore(storeFile(home, "acme"));
	await store.setState({ enabled: true });
	await store.close();
	await openStarts(home).record(directKey(storeFile(home, "acme")), { by: "ada", at: 1 });
	mkdirSync(join(home.config, "setup"));
	writeFileSync(join(home.config, "setup", "acme.yaml"), "application: Sumo\n");
	const profiles = openProfiles({ home: home.config, env: {}, now: () => 0, warn: () => undefined });
	return { home, profiles, settings, secrets };
}

describe("the profiles", () => {
	it("are listed with what their stores know, unsaved ones included", async () => {
		const { profiles } = await site();
		const list = await profiles.list(["demo"]);
		expect(list.map(({ name, isSaved, isDefault }) => [name, isSaved, isDefault])).toEqual([
			["acme", true, true],
			["beta", true, false],
			["demo", false, false],
		]);
		expect(list[0]).toMatchObject({ problem: null, profile: { production: true }, status: { state: "on" } });
		expect(list[1]?.status).toMatchObject({ state: "off", lastCycle: null });
		expect(list[2]).toMatchObject({ profile: undefined, status: undefined, problem: null });
	});

	it("are not called unreadable when an older version wrote the store", async () => {
		const { home, profiles } = await site();
		const db = new DatabaseSync(storeFile(home, "acme"));
		db.exec('update "storeVersion" set "version" = "version" - 1');
		db.close();
		const [acme, beta] = await profiles.list([]);
		expect(acme).toMatchObject({ isOlder: true, problem: null, status: undefined });
		expect(beta).toMatchObject({ isOlder: false, problem: null });
	});

	it("are listed although one cannot be read, with the reason", async () => {
		const { profiles, settings } = await site();
		const content = JSON.parse(readFileSync(settings.file, "utf8"));
		content.profiles.beta.source = { type: "stone" };
		writeFileSync(settings.file, JSON.stringify(content));
		const [acme, beta] = await profiles.list([]);
		expect(acme?.problem).toBeNull();
		expect(beta?.profile).toBeUndefined();
		expect(beta?.problem).toContain("profile beta: source.type");
	});

	it("have no job of Entra in direct mode, from a file, or with a sign-in that needs a person", async () => {
		const { profiles, settings } = await site();
		const acme = await settings.profile("acme");
		if (acme === undefined) throw new Error("acme is saved");
		const provisioning = { ...acme.provisioning, mode: "hosted" as const };
		const entra = { type: "entra", tenantId: "t", clientId: "c", application: "a" } as const;
		await settings.saveProfile(sampleProfile("file", { provisioning }));
		await settings.saveProfile(
			sampleProfile("device", { provisioning, source: { ...entra, signIn: "deviceCode" } }),
		);
		await settings.saveProfile(
			sampleProfile("unsigned", { provisioning, source: { ...entra, signIn: "clientSecret" } }),
		);
		const { signal } = new AbortController();
		for (const name of ["acme", "file", "device"]) expect(await profiles.job(name, signal)).toBeNull();
		await expect(profiles.job("unsigned", signal)).rejects.toThrow(/secret/i);
	});

	it("are copied without secrets, links and On unless secrets are asked for", async () => {
		const { profiles, settings, secrets, home } = await site();
		await profiles.copy("acme", "plain", { secrets: false });
		await profiles.copy("acme", "whole", { secrets: true });
		expect(await settings.profile("plain")).toEqual({ ...(await settings.profile("acme")), name: "plain" });
		expect(await secrets.read("plain")).toEqual({});
		expect(await secrets.read("whole")).toEqual({ secretToken: "c2VjcmV0" });
		expect(existsSync(storeFile(home, "plain"))).toBe(false);
		expect(existsSync(join(home.config, "setup", "plain.yaml"))).toBe(true);
		expect(await settings.currentName()).toBe("acme");
	});

	it("keep notes of an operator and keys of later versions in a copy", async () => {
		const { profiles, settings } = await site();
		const content = JSON.parse(readFileSync(settings.file, "utf8"));
		content.profiles.acme.note = "of the finance team";
		writeFileSync(settings.file, JSON.stringify(content));
		await profiles.copy("acme", "copy", { secrets: false });
		expect(JSON.parse(readFileSync(settings.file, "utf8")).profiles.copy.note).toBe("of the finance team");
	});

	it("do not replace another profile with a copy", async () => {
		const { profiles, settings } = await site();
		await expect(profiles.copy("acme", "beta", { secrets: true })).rejects.toThrow(
			"There already is a profile beta",
		);
		await expect(profiles.copy("acme", "Not A Name", { secrets: false })).rejects.toThrow("name:");
		expect(await settings.profileNames()).toEqual(["acme", "beta"]);
	});

	it("are renamed with secrets, links, log, setup file and the record of who turned them on", async () => {
		const { profiles, settings, secrets, home } = await site();
		await profiles.rename("acme", "globex");
		expect(await settings.profileNames()).toEqual(["beta", "globex"]);
		expect(await settings.currentName()).toBe("globex");
		expect(await secrets.read("acme")).toEqual({});
		expect(await secrets.read("globex")).toEqual({ secretToken: "c2VjcmV0" });
		expect(existsSync(storeFile(home, "acme"))).toBe(false);
		const store = await openStore(storeFile(home, "globex"));
		expect((await store.state()).enabled).toBe(true);
		await store.close();
		expect(existsSync(join(home.config, "setup", "globex.yaml"))).toBe(true);
		expect(await openStarts(home).of(directKey(storeFile(home, "globex")))).toEqual({ by: "ada", at: 1 });
		expect(await openStarts(home).of(directKey(storeFile(home, "acme")))).toBeUndefined();
	});

	it("are not renamed to the name of another profile, whose store must stay", async () => {
		const { profiles, settings, home } = await site();
		for (const hasRun of [false, true]) {
			if (hasRun) await (await openStore(storeFile(home, "beta"))).close();
			const refusal = await profiles.rename("acme", "beta").catch((error: unknown) => String(error));
			expect(refusal).toContain("there already is a profile beta");
			expect(refusal).not.toContain("move that file away");
		}
		expect(await settings.profileNames()).toEqual(["acme", "beta"]);
	});

	it("leave a store that is Off when they are removed and it is kept", async () => {
		const { profiles, home } = await site();
		await profiles.remove("acme", "keep");
		const store = await openStore(storeFile(home, "acme"));
		expect(await store.state()).toMatchObject({ enabled: false, nextRun: null });
		await store.close();
		await profiles.copy("beta", "acme", { secrets: false });
		expect((await profiles.list([])).find(({ name }) => name === "acme")?.status).toMatchObject({
			enabled: false,
		});
	});

	it("are not renamed over the links and log of an earlier profile", async () => {
		const { profiles, settings, home } = await site();
		await (await openStore(storeFile(home, "old"))).close();
		await expect(profiles.rename("acme", "old")).rejects.toThrow("links and log of an earlier profile");
		expect(await settings.profileNames()).toEqual(["acme", "beta"]);
	});

	it("are not given a name under which a store of a pair or a setup file was kept", async () => {
		const { profiles, settings, home } = await site();
		const kept = await storeOfPair(home, "old");
		await expect(profiles.rename("acme", "old")).rejects.toThrow(`${kept} has the links and log`);
		const setup = join(home.config, "setup", "gone.yaml");
		writeFileSync(setup, "application: kept\n");
		await expect(profiles.rename("acme", "gone")).rejects.toThrow(`${setup} is the setup file`);
		await expect(profiles.copy("acme", "gone", { secrets: false })).rejects.toThrow(`${setup} is the setup`);
		expect(readFileSync(setup, "utf8")).toBe("application: kept\n");
		await profiles.copy("beta", "gone", { secrets: false });
		expect(await settings.profileNames()).toEqual(["acme", "beta", "gone"]);
	});

	it("are neither renamed nor removed while a process works with them", async () => {
		const { profiles, settings, home } = await site();
		const store = await openStore(storeFile(home, "acme"));
		await expect(profiles.rename("acme", "globex")).rejects.toThrow(
			"another process has the profile acme open",
		);
		await store.acquireLease(runnerName(), runnerProcess());
		await expect(profiles.remove("acme", "remove")).rejects.toThrow(`${runnerName()} works with the profile`);
		await store.close();
		expect(await settings.profileNames()).toEqual(["acme", "beta"]);
	});

	it("are removed with their secrets; links and log stay or go, as asked", async () => {
		const kept = await site();
		await kept.profiles.remove("acme", "keep");
		expect(await kept.settings.profileNames()).toEqual(["beta"]);
		expect(await kept.settings.currentName()).toBe("beta");
		expect(await kept.secrets.read("acme")).toEqual({});
		expect(existsSync(storeFile(kept.home, "acme"))).toBe(true);

		const gone = await site();
		await gone.profiles.remove("acme", "remove");
		expect(existsSync(storeFile(gone.home, "acme"))).toBe(false);
		expect(existsSync(join(gone.home.config, "setup", "acme.yaml"))).toBe(false);
	});

	it("take the stores of their pairs along, and leave those of profiles whose names look like one", async () => {
		const { profiles, home } = await site();
		const ofPair = await storeOfPair(home, "acme");
		const unsaved = storeFile(home, "acme-services");
		await (await openStore(unsaved)).close();
		await profiles.rename("acme", "prod");
		expect(existsSync(ofPair)).toBe(false);
		expect(existsSync(ofPair.replace("acme-", "prod-"))).toBe(true);
		await profiles.remove("prod", "remove");
		expect(readdirSync(home.state).filter((file) => file.endsWith(".sqlite"))).toEqual([basename(unsaved)]);
	});
});

/** A store as flags that name another target make it. */
async function storeOfPair(home: Home, name: string): Promise<string> {
	const pair = pairOf(
		sampleProfile(name, { target: { deployment: "custom", scimUrl: "https://x.example/scim" } }),
	);
	const file = storeFile(home, name + pairSuffix(pair));
	const store = await openStore(file);
	await store.setState({ pair });
	await store.close();
	return file;
}
