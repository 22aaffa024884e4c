import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { resolveProfile } from "../../../src/app/profile/resolve-profile.ts";
import { resolveHome } from "../../../src/config/home.ts";
import { profileSchema } from "../../../src/config/profile.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../src/config/secrets.ts";

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function place() {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	folders.push(folder);
	const home = resolveHome(folder, {});
	return { settings: openSettings(home), secrets: openSecrets(home, () => undefined) };
}

describe("the profile of a session", () => {
	it("is begun with nothing filled in when a console asks for one that is not there", async () => {
		const { settings, secrets } = place();
		const choice = { flags: { profile: "production" }, env: {}, begin: true };
		const { profile, secrets: known } = await resolveProfile(choice, settings, secrets);
		expect(profile.name).toBe("production");
		expect(profile.source).toMatchObject({ type: "entra", tenantId: "", application: "Sumo Logic" });
		expect(known).toEqual({});
	});

	it("must be there for a script", async () => {
		const { settings, secrets } = place();
		const wanted = resolveProfile({ flags: { profile: "production" }, env: {} }, settings, secrets);
		await expect(wanted).rejects.toThrow("--source");
	});

	it("needs neither source nor target nor secret for what is done offline", async () => {
		const { settings, secrets } = place();
		const offline = (flags: Record<string, string>) =>
			resolveProfile({ flags, env: {}, offline: true }, settings, secrets);
		expect((await offline({})).profile.mappings).toBe(undefined);
		const { profile, secrets: known } = await offline({ source: "users.csv" });
		expect(profile.source).toEqual({ type: "file", path: "users.csv" });
		expect(known).toEqual({});
		const saved = { name: "production", source: profile.source, target: { deployment: "us2" } };
		await settings.saveProfile(profileSchema.parse(saved));
		await secrets.write("production", { secretToken: "not-a-real-token" });
		const elsewhere = await offline({ profile: "production", scimUrl: "https://scim.example" });
		expect(elsewhere.secrets).toEqual({});
	});

	it("cannot be created with a name that is not a valid file name", async () => {
		const { settings, secrets } = place();
		const choice = { flags: { profile: "../x" }, env: {}, begin: true };
		await expect(resolveProfile(choice, settings, secrets)).rejects.toThrow('"../x"');
	});

	it("is the saved one, with flags on top", async () => {
		const { settings, secrets } = place();
		const saved = {
			name: "production",
			source: { type: "file", path: "users.json" },
			target: { deployment: "us2" },
		};
		await settings.saveProfile(profileSchema.parse(saved));
		const { profile } = await resolveProfile(
			{ flags: { interval: "60" }, env: {}, begin: true },
			settings,
			secrets,
		);
		expect(profile.target.deployment).toBe("us2");
		expect(profile.provisioning.intervalMinutes).toBe(60);
	});

	it("of the demo keeps what was saved, and points at the tenant that runs now", async () => {
		const { settings, secrets } = place();
		const source = { type: "demo" };
		const before = { deployment: "custom", scimUrl: "http://127.0.0.1:1/api/v1/scim" };
		await settings.saveProfile(
			profileSchema.parse({ name: "demo", appName: "Mine", source, target: before }),
		);
		const demo = {
			scimUrl: "http://127.0.0.1:2/api/v1/scim",
			secretToken: "token",
			graphUrl: "http://127.0.0.1:3/v1.0",
			tenantId: "t",
			application: "a",
			credential: { getToken: async () => null },
		};
		const { profile, secrets: known } = await resolveProfile({ flags: {}, env: {}, demo }, settings, secrets);
		expect(profile.appName).toBe("Mine");
		expect(profile.target.scimUrl).toBe("http://127.0.0.1:2/api/v1/scim");
		expect(known.secretToken).toBe("token");
	});
});
