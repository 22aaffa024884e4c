import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { AppEvent } from "../../../src/app/events/app-event.ts";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { ProfileConflictError } from "../../../src/app/profile/profile-conflict-error.ts";
import { ProfileState } from "../../../src/app/profile/profile-state.ts";
import { ConfigError } from "../../../src/config/errors/config-error.ts";
import type { Profile } from "../../../src/config/profile.ts";
import { revisionOf } from "../../../src/config/revision.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { openSecrets, type Secrets } from "../../../src/config/secrets.ts";
import { cycleSettings } from "../../../src/config/settings/cycles.ts";
import type { Flags } from "../../../src/config/settings/index.ts";
import { sampleProfile, temporaryHome } from "../../config/samples.ts";

const secretsOfAcme = { secretToken: "c2VjcmV0", sourceSecret: "s", webhook: "https://hooks.example.com/1" };

/** The saved profile acme, opened with these flags and variables on top. */
async function open(
	flags: Flags = {},
	env: Record<string, string> = {},
	change: (secrets: Secrets) => Secrets = (secrets) => secrets,
) {
	const home = temporaryHome();
	const settings = openSettings(home);
	const secrets = openSecrets(home, () => undefined);
	await settings.saveProfile(sampleProfile("acme"));
	await secrets.write("acme", secretsOfAcme);
	const events = createEventBus();
	const heard: AppEvent[] = [];
	events.on(["profileChanged", "connectionChanged"], (event) => void heard.push(event));
	const choice = { flags: { profile: "acme", ...flags }, env };
	const state = await ProfileState.open(choice, {
		settings,
		secrets: change(secrets),
		events,
		revision: () => revisionOf(home),
		now: () => 0,
	});
	const saved = () => settings.profile("acme");
	return { state, settings, secrets, events, heard, saved };
}

const withUsers = (users: Profile["scope"]["users"]) => (profile: Profile) => ({
	...profile,
	scope: { ...profile.scope, users },
});
const withInterval = (intervalMinutes: number) => (profile: Profile) => ({
	...profile,
	provisioning: { ...profile.provisioning, intervalMinutes },
});
const withKeepDays = (keepDays: number) => (profile: Profile) => ({
	...profile,
	log: { ...profile.log, keepDays },
});
const mappingOf = (target: string) => ({
	target,
	source: { type: "direct" as const, attribute: "userPrincipalName" },
	apply: "always" as const,
	flowNull: false,
	...(target === "userName" ? { matchingPrecedence: 1 } : {}),
});
const otherTarget = {
	appName: "Sumo Logic",
	source: { type: "file", path: "others.csv" },
	target: { deployment: "eu" },
} as const;

describe("the state of a profile", () => {
	it("saves rules, uses them immediately, and publishes the change", async () => {
		const { state, heard, saved } = await open();
		await state.saveRules(withUsers("all"), "present");
		expect(state.inUse.scope.users).toBe("all");
		expect(state.saved?.scope.users).toBe("all");
		expect((await saved())?.scope.users).toBe("all");
		expect(heard).toMatchObject([
			{
				type: "profileChanged",
				before: { scope: { users: "assigned" } },
				after: { scope: { users: "all" } },
			},
		]);
	});

	it("keeps both of two saves that were started at the same time", async () => {
		const { state, saved } = await open();
		await Promise.all([
			state.saveRules((profile) => ({ ...profile, entraStrict: true }), "present"),
			state.saveSettings(withInterval(60), { overridden: false, seen: "present" }),
			state.saveRules(withUsers("all"), "present"),
			state.saveConnection(otherTarget, secretsOfAcme, "present"),
			state.saveSettings(withInterval(90), { overridden: false, seen: "present" }),
		]);
		const both = {
			...otherTarget,
			entraStrict: true,
			scope: { users: "all" },
			provisioning: { intervalMinutes: 90 },
		};
		expect(state.inUse).toMatchObject(both);
		expect(await saved()).toMatchObject(both);
	});

	it("begins a save only when the listeners to the save before it are done", async () => {
		const { state, events } = await open();
		const { promise, resolve } = Promise.withResolvers<void>();
		const order: string[] = [];
		events.on(["connectionChanged"], async () => {
			await promise;
			order.push("connection closed");
		});
		const first = state.saveConnection(otherTarget, secretsOfAcme, "present");
		const second = state.saveRules((profile) => {
			order.push("rules edited");
			return profile;
		}, "present");
		resolve();
		await Promise.all([first, second]);
		expect(order).toEqual(["connection closed", "rules edited"]);
	});

	it("saves again after a save that failed", async () => {
		const { state, saved, heard } = await open();
		const failing = state.saveRules(() => {
			throw new Error("the target of this mapping is taken");
		}, "present");
		const next = state.saveRules(withUsers("all"), "present");
		await expect(failing).rejects.toThrow("is taken");
		await next;
		expect((await saved())?.scope.users).toBe("all");
		expect(heard).toHaveLength(1);
	});

	it("neither saves nor uses rules that do not compile", async () => {
		const { state, saved, heard } = await open();
		const mapping = {
			target: "userName",
			source: { type: "expression" as const, expression: "Nonsense(" },
			apply: "always" as const,
			flowNull: false,
		};
		await expect(
			state.saveRules((profile) => ({ ...profile, mappings: [mapping] }), "present"),
		).rejects.toThrow();
		expect(state.inUse.mappings).toBeUndefined();
		expect((await saved())?.mappings).toBeUndefined();
		expect(heard).toEqual([]);
	});

	it("builds on what another process saved in the meantime, and uses it from then on", async () => {
		const { state, settings, heard, saved } = await open();
		await settings.saveProfile(withInterval(75)(sampleProfile("acme")));
		await state.saveRules(withUsers("all"), "present");
		const both = { provisioning: { intervalMinutes: 75 }, scope: { users: "all" } };
		expect(await saved()).toMatchObject(both);
		expect(state.inUse).toMatchObject(both);
		expect(heard).toMatchObject([{ elsewhere: true }, { type: "profileChanged" }]);
	});

	it("refuses each kind of save whose edit began before a change that was already applied here", async () => {
		const { state, settings, saved } = await open();
		const before = state.inUse;
		const theirs = {
			...sampleProfile("acme"),
			...{ appName: "Theirs", entraStrict: true },
			provisioning: { ...sampleProfile("acme").provisioning, intervalMinutes: 77 },
		};
		await settings.saveProfile(theirs);
		await state.refresh();
		const seen = () => before;
		const conflict = expect.objectContaining({ name: "ProfileConflictError" });
		await expect(state.saveRules(withUsers("all"), seen)).rejects.toEqual(conflict);
		await expect(state.saveSettings(withInterval(60), { overridden: false, seen })).rejects.toEqual(conflict);
		await expect(state.saveConnection(otherTarget, secretsOfAcme, seen)).rejects.toEqual(conflict);
		expect(await saved()).toEqual(theirs);
		await state.saveSettings(withInterval(60), { overridden: false, seen: () => theirs });
		expect((await saved())?.provisioning.intervalMinutes).toBe(60);
	});

	it("does not overwrite rules that another process saved, reports the differences, and reloads them", async () => {
		const { state, settings, saved } = await open();
		const theirs = { ...sampleProfile("acme"), mappings: [mappingOf("title"), mappingOf("userName")] };
		await settings.saveProfile(theirs);
		const save = () =>
			state.saveRules(
				({ mappings = [], ...profile }) => ({
					...profile,
					mappings: [...mappings, mappingOf("nickName")],
				}),
				"present",
			);
		const conflict = await save().catch((error: unknown) => error);
		expect(conflict).toBeInstanceOf(ProfileConflictError);
		expect(conflict).toMatchObject({
			message: expect.stringMatching(
				/^Not saved: the profile acme was changed elsewhere .*mappings\[active\] removed; .*mappings\[title\] added\).*save it again\.$/,
			),
		});
		expect(await saved()).toEqual(theirs);
		expect(state.inUse.mappings).toEqual(theirs.mappings);

		await save(); // now on top of what has been seen
		expect((await saved())?.mappings?.map(({ target }) => target)).toEqual(["title", "userName", "nickName"]);
	});

	it.each([
		["another setting", withKeepDays(30), null],
		["the same setting", withInterval(75), "provisioning.intervalMinutes: 40 → 75"],
	])("saves a setting while another process saved %s: %#", async (_, theirs, conflict) => {
		const { state, settings, saved } = await open();
		await settings.saveProfile(theirs(sampleProfile("acme")));
		const saving = state.saveSettings(withInterval(60), { overridden: false, seen: "present" });
		if (conflict === null) await saving;
		else await expect(saving).rejects.toThrow(conflict);
		expect(await saved()).toEqual(
			conflict === null ? withInterval(60)(theirs(sampleProfile("acme"))) : theirs(sampleProfile("acme")),
		);
	});

	it("refuses another source or target over one that another process saved", async () => {
		const { state, settings, heard, saved } = await open();
		await settings.saveProfile({ ...sampleProfile("acme"), target: { deployment: "jp" } });
		await expect(state.saveConnection(otherTarget, secretsOfAcme, "present")).rejects.toThrow(
			'target.deployment: "us2" → "jp"',
		);
		expect((await saved())?.target).toEqual({ deployment: "jp" });
		expect(state.inUse.target).toEqual({ deployment: "jp" });
		expect(heard.map(({ type }) => type)).toEqual(["profileChanged", "connectionChanged"]);
	});

	it("refuses to save over secrets that another process replaced, without showing them", async () => {
		const { state, secrets } = await open();
		await secrets.write("acme", { ...secretsOfAcme, secretToken: "dGhlaXJz" });
		const saving = state.saveConnection(otherTarget, { secretToken: "bWluZQ==" }, "present");
		await expect(saving).rejects.toThrow(/\(access key changed\)/);
		expect((await secrets.read("acme")).secretToken).toBe("dGhlaXJz");
		expect(state.secrets.secretToken).toBe("dGhlaXJz");
	});

	it("refuses to replace a secret that another process replaced while the edit was made, also when it was applied here", async () => {
		const { state, secrets } = await open();
		const began = state.secretMarks;
		const theirs = {
			secretToken: "dGhlaXJz",
			sourceSecret: "theirs",
			webhook: "https://hooks.example.com/2",
		};
		await secrets.write("acme", theirs);
		await state.refresh();
		const url = "https://hooks.example.com/3";
		await expect(state.saveWebhook(url, began)).rejects.toThrow(ProfileConflictError);
		await expect(state.saveWebhook(undefined, { webhook: began.webhook })).rejects.toThrow(
			"(webhook changed)",
		);
		const { sourceSecret } = began;
		const own = { ...theirs, sourceSecret: "own" };
		await expect(state.saveConnection(otherTarget, own, "present", { sourceSecret })).rejects.toThrow(
			"(secret of the source changed)",
		);
		expect(await secrets.read("acme")).toEqual(theirs);
		await state.saveConnection(otherTarget, own, "present", { sourceSecret: state.secretMarks.sourceSecret });
		await state.saveWebhook(url, state.secretMarks);
		expect(await secrets.read("acme")).toEqual({ ...own, webhook: url });
		expect(JSON.stringify([began, state.secretMarks])).not.toMatch(/theirs|hooks|own/);
	});

	it("uses secrets that another process replaced, and reports that, not their values", async () => {
		const { state, secrets, heard, events } = await open();
		const warnings: string[] = [];
		events.on(["warning"], ({ message }) => void warnings.push(message));
		await secrets.write("acme", { ...secretsOfAcme, secretToken: "dGhlaXJz" });
		await state.refresh();
		expect(state.secrets.secretToken).toBe("dGhlaXJz");
		expect(warnings).toEqual(["The profile acme was changed elsewhere: access key changed."]);
		expect(heard.map(({ type }) => type)).toEqual(["profileChanged", "connectionChanged"]);
	});

	it("refuses to save a profile that another process removed, once", async () => {
		const { state, settings, saved } = await open();
		await settings.removeProfile("acme");
		const saving = () => state.saveSettings(withInterval(60), { overridden: false, seen: "present" });
		await expect(saving()).rejects.toThrow(
			"the profile acme was changed elsewhere since it was read here (removed)",
		);
		expect(await saved()).toBeUndefined();
		await saving();
		expect((await saved())?.provisioning.intervalMinutes).toBe(60);
	});

	it("loads what other processes saved, below flags and variables, and reports it once", async () => {
		const { state, settings, events } = await open({ interval: "10" });
		const warnings: string[] = [];
		events.on(["warning"], ({ message }) => void warnings.push(message));
		await state.refresh();
		await settings.saveProfile(withUsers("all")(withInterval(75)(sampleProfile("acme"))));
		await state.refresh();
		await state.refresh();
		expect(state.inUse).toMatchObject({ provisioning: { intervalMinutes: 10 }, scope: { users: "all" } });
		expect(warnings).toEqual([
			'The profile acme was changed elsewhere: scope.users: "assigned" → "all"; provisioning.intervalMinutes: 40 → 75.',
		]);
	});

	it("saves nothing that only a flag sets, and leaves an overridden setting in use", async () => {
		const { state, saved } = await open({ interval: "10", scope: "all" });
		await state.saveSettings(withInterval(60), { overridden: true, seen: "present" });
		await state.saveRules((profile) => ({ ...profile, entraStrict: true }), "present");
		expect(state.overriddenBy(cycleSettings[1].option)).toBe("--interval");
		expect(state.inUse).toMatchObject({ provisioning: { intervalMinutes: 10 }, scope: { users: "all" } });
		expect(await saved()).toMatchObject({
			entraStrict: true,
			provisioning: { intervalMinutes: 60 },
			scope: { users: "assigned" },
		});
	});

	it("replaces the secrets of source and target with the connection, and keeps the webhook", async () => {
		const { state, secrets, heard } = await open();
		await state.saveConnection(otherTarget, { secretToken: "bmV3" }, "present");
		const changed = { secretToken: "bmV3", webhook: secretsOfAcme.webhook };
		expect(state.secrets).toEqual(changed);
		expect(await secrets.read("acme")).toEqual(changed);
		expect(heard).toEqual([{ type: "connectionChanged" }]);
	});

	it("uses the old connection on when the secrets cannot be written", async () => {
		const { state, heard } = await open({}, {}, (secrets) => ({
			...secrets,
			write: () => Promise.reject(new ConfigError("unwritable", "the disk is full")),
		}));
		await expect(state.saveConnection(otherTarget, { secretToken: "bmV3" }, "present")).rejects.toThrow(
			"disk is full",
		);
		expect(state.inUse.target).toEqual({ deployment: "us2" });
		expect(state.secrets.secretToken).toBe(secretsOfAcme.secretToken);
		expect(heard).toEqual([]);
	});

	it("saves the webhook apart from the one that a variable puts in use", async () => {
		const inUse = "https://hooks.example.com/env";
		const { state, secrets } = await open({}, { SUMO_PROVISION_NOTIFY_WEBHOOK: inUse });
		await state.saveWebhook(undefined);
		expect(state.webhook).toEqual({ inUse: true, saved: false });
		expect(state.secrets.webhook).toBe(inUse);
		expect(await secrets.read("acme")).toEqual({ secretToken: "c2VjcmV0", sourceSecret: "s" });
	});

	it("names files from the root when it first saves a profile of flags and variables", async () => {
		const flags = { profile: "new", source: "users.csv", deployment: "us2" };
		const { state, settings } = await open(flags, { SUMO_PROVISION_SECRET_TOKEN: "YWJjOmRlZg==" });
		await state.saveSettings(withInterval(60), { overridden: false, seen: "present" });
		expect(await settings.profile("new")).toMatchObject({
			source: { type: "file", path: resolve("users.csv") },
			provisioning: { intervalMinutes: 60 },
		});
	});
});
