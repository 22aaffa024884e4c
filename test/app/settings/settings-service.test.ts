import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openProfile } from "../../../src/app/open-profile.ts";
import type { Session } from "../../../src/app/session.ts";
import { resolveHome, storeFile } from "../../../src/config/home.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../src/config/secrets.ts";
import type { Flags } from "../../../src/config/settings/index.ts";
import { type FileStore, openStore } from "../../../src/store/sqlite/open.ts";
import { sampleProfile } from "../../config/samples.ts";

/** A saved profile, opened with these flags and variables on top. */
async function opened(flags: Flags = {}, env: Record<string, string> = {}) {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-settings-"));
	const settings = openSettings(resolveHome(home, {}));
	const vault = openSecrets(resolveHome(home, {}), () => undefined);
	await settings.saveProfile(sampleProfile("acme", {}));
	await vault.write("acme", { secretToken: "c2VjcmV0", sourceSecret: "s" });
	const session = await openProfile({ flags: { home, profile: "acme", ...flags }, env });
	onTestFinished(() => session.close());
	const shown = (id: string) => session.settings.list().find((one) => one.id === id);
	const text = () => readFileSync(join(home, "config.json"), "utf8");
	const withStore = async <T>(work: (store: FileStore) => Promise<T>): Promise<T> => {
		const store = await openStore(storeFile(resolveHome(home, {}), "acme"));
		return work(store).finally(() => store.close());
	};
	return { session, settings, vault, shown, text, withStore };
}

const savedOf = async ({ settings }: Awaited<ReturnType<typeof opened>>) => settings.profile("acme");
const inUse = (session: Session) => session.profile().provisioning;

it("a changed setting is saved and takes effect immediately", async () => {
	const one = await opened();
	expect(one.shown("interval")).toMatchObject({ text: "40", shown: "40 minutes", from: "default" });
	expect(await one.session.settings.change("interval", "60")).toMatchObject({
		from: "saved",
		shown: "60 minutes",
	});
	expect(inUse(one.session).intervalMinutes).toBe(60);
	expect((await savedOf(one))?.provisioning.intervalMinutes).toBe(60);
	await expect(one.session.settings.change("interval", "3")).rejects.toThrow(
		"Interval: it must be between 5 minutes and 24 hours.",
	);
	expect(await one.session.settings.change("interval", null)).toMatchObject({ from: "default" });
});

it("a flag or variable overrides the saved value, and is not saved with another change", async () => {
	const one = await opened({ interval: "10" }, { SUMO_PROVISION_RATE: "2" });
	expect(one.shown("interval")).toMatchObject({
		text: "40",
		shown: "10 minutes",
		from: { flag: "--interval", saved: "40 minutes" },
	});
	expect(one.shown("rate")).toMatchObject({ from: { flag: "SUMO_PROVISION_RATE", saved: "4 per second" } });
	await one.session.settings.change("interval", "90");
	await one.session.settings.change("driftEvery", "5");
	expect(inUse(one.session)).toMatchObject({ intervalMinutes: 10, driftEvery: 5 });
	expect((await savedOf(one))?.provisioning).toMatchObject({
		intervalMinutes: 90,
		driftEvery: 5,
		requestsPerSecond: 4,
	});
});

it("source and target from flags are not saved with a change of the scope", async () => {
	const one = await opened(
		{ scimUrl: "https://other.example.com/scim", tokenEnv: "TOKEN", scope: "all" },
		{ TOKEN: "b3RoZXI=" },
	);
	const { scope } = await one.session.rules();
	await scope.save({ ...scope.current(), skipOutOfScopeDeletions: true });
	const kept = await savedOf(one);
	expect(kept?.target).toEqual(sampleProfile("acme", {}).target);
	expect(kept?.scope).toMatchObject({ users: "assigned", skipOutOfScopeDeletions: true });
	expect(one.text()).not.toContain("other.example.com");
});

it("a webhook is kept with the secrets, and is never shown", async () => {
	const one = await opened();
	const secret = "https://hooks.example.com/T0/s3cret";
	expect(one.shown("webhook")).toMatchObject({ kind: "secret", shown: "none", from: "default" });
	expect(await one.session.settings.change("webhook", secret)).toMatchObject({ text: "", from: "saved" });
	expect(await one.vault.read("acme")).toEqual({
		secretToken: "c2VjcmV0",
		sourceSecret: "s",
		webhook: secret,
	});
	expect(JSON.stringify(one.session.settings.list())).not.toContain("s3cret");
	expect(one.text()).not.toContain("s3cret");
	await expect(one.session.settings.change("webhook", "http://hooks.example.com/s3cret")).rejects.toThrow(
		/^Notify: webhook: it must begin with https:\/\/(?!.*s3cret)/,
	);
	expect(one.session.settings.check("webhook", "https://me:s3cret@example.com")).toMatch(/^it must not hold/);
	await one.session.settings.change("webhook", null);
	expect(await one.vault.read("acme")).toEqual({ secretToken: "c2VjcmV0", sourceSecret: "s" });
});

it("a change of reactivation forgets that the target refused to enable accounts, without an engine", async () => {
	const { session, withStore } = await opened();
	const refused = { accepted: false, since: 1_700_000_000_000 };
	const known = () => withStore(async (store) => (await store.state()).enabling);
	await withStore((store) => store.setState({ enabling: refused }));
	await session.settings.change("interval", "60");
	await session.settings.change("reactivation", "try");
	expect(await known()).toEqual(refused);
	await session.settings.change("reactivation", "block");
	expect(await known()).toBeNull();
});

it("a webhook or client secret that others replaced while it was edited is not replaced unseen", async () => {
	const { session, vault } = await opened({ mode: "direct" });
	const { settings, connection } = session;
	await settings.change("webhook", "https://hooks.example.com/first");
	const began = settings.list().find(({ id }) => id === "webhook")?.mark;
	const basis = connection.current();
	const theirs = { secretToken: "c2VjcmV0", sourceSecret: "theirs", webhook: "https://hooks.example.com/2" };
	await vault.write("acme", theirs);
	await expect(settings.change("webhook", null, began)).rejects.toThrow(/webhook changed\)/);
	await expect(settings.change("webhook", "https://hooks.example.com/3", began)).rejects.toThrow(
		"(webhook changed)",
	);
	const draft = { ...basis, appName: "Sumo", sourceSecret: "mine" };
	await expect(connection.save(draft, basis)).rejects.toThrow("(secret of the source changed)");
	expect(await vault.read("acme")).toEqual(theirs);
	const seen = settings.list().find(({ id }) => id === "webhook")?.mark;
	await settings.change("webhook", null, seen);
	expect(await vault.read("acme")).toEqual({ secretToken: "c2VjcmV0", sourceSecret: "theirs" });
});
