import { beforeEach, describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../../../../src/simulator/loopback/json.ts";
import { type JobWorld, jobWorld } from "../started-job.ts";

let at: JobWorld;

beforeEach(async () => {
	at = await jobWorld();
});

const add = (alias: string, change: JsonObject = {}) => {
	const { control } = at.world.entra;
	const user = control.addUser({ userPrincipalName: `${alias}@example.com`, ...change });
	control.assign(user.id, "Analyst");
	return user.id;
};
const start = () => at.graph("POST", `${at.job}/start`);
const restart = (resetScope: string) => at.graph("POST", `${at.job}/restart`, { criteria: { resetScope } });
const threshold = (DeleteThresholdValue: number) =>
	at.secrets({
		SyncNotificationSettings: JSON.stringify({ DeleteThresholdEnabled: true, DeleteThresholdValue }),
	});

describe("failures of single users", () => {
	it("are retried after 6, 12 and 24 hours, then daily, and dropped after 28 days", async () => {
		at.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", count: 100 });
		add("ada");
		await start();
		const failed = [
			"ada@example.com create failure SystemForCrossDomainIdentityManagementServiceIncompatible",
		];
		expect(await at.cycle()).toEqual(failed);
		expect(await at.status()).toMatchObject({
			code: "Active",
			lastExecution: { state: "EntryLevelErrors", countEscrowed: 1 },
		});
		for (const hours of [6, 12, 24, 24]) {
			at.pass({ hours: hours - 1 });
			expect(await at.cycle()).toEqual([]);
			at.pass({ hours: 1 });
			expect(await at.cycle()).toEqual(failed);
		}
		at.pass({ days: 28 });
		expect(await at.cycle()).toEqual(failed);
		expect(await at.status()).toMatchObject({ escrowsPruned: true });
		at.pass({ days: 2 });
		expect(await at.cycle()).toEqual([]);
	});

	it("are retried at once when the user changes, and forgotten by a restart of escrows", async () => {
		at.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", count: 2 });
		add("ada");
		add("ben");
		await start();
		await at.cycle();
		at.world.entra.control.editUser("ada@example.com", { givenName: "Adele" });
		expect(await at.cycle()).toEqual(["ada@example.com create success"]);
		await restart("Escrows");
		at.pass({ days: 2 });
		expect(await at.cycle()).toEqual([]);
	});
});

describe("a quarantine", () => {
	it("begins when the credentials are refused, thins out, and ends with a successful cycle", async () => {
		add("ada");
		at.world.sumo.control.behave({ forbidden: true });
		await start();
		await at.cycle();
		const code = "SystemForCrossDomainIdentityManagementInvalidCredentials";
		expect(await at.status()).toMatchObject({
			code: "Quarantine",
			countSuccessiveCompleteFailures: 1,
			lastExecution: { state: "Failed", error: { code } },
			quarantine: {
				reason: "EncounteredQuarantineException",
				nextAttempt: "2026-01-05T08:05:00.000Z",
				seriesCount: 1,
				error: { code },
			},
		});
		at.pass({ minutes: 4 });
		await at.world.entra.control.runDueCycles();
		expect(await at.status()).toMatchObject({ quarantine: { seriesCount: 1 } });
		at.pass({ minutes: 1 });
		await at.world.entra.control.runDueCycles();
		expect(await at.status()).toMatchObject({ quarantine: { seriesCount: 2 } });
		at.world.sumo.control.behave({ forbidden: false });
		at.pass({ minutes: 20 });
		await at.world.entra.control.runDueCycles();
		expect(await at.status()).toMatchObject({ code: "Active", quarantine: null });
		expect(at.account("ada@example.com")).toMatchObject({ isActive: true });
	});

	it("disables the job after 28 days", async () => {
		at.world.sumo.control.behave({ forbidden: true });
		await start();
		await at.cycle();
		at.pass({ days: 28 });
		await at.cycle();
		expect((await at.graph("GET", at.job)).body).toMatchObject({ schedule: { state: "Disabled" } });
	});

	it("begins when too many users fail", async () => {
		at.world.entra.control.behave({ synchronization: { escrowMinimum: 2 } });
		at.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", count: 2 });
		for (const alias of ["ada", "ben", "cleo"]) add(alias);
		await start();
		await at.cycle();
		expect(await at.status()).toMatchObject({
			code: "Quarantine",
			quarantine: { reason: "EncounteredEscrowProportionThreshold" },
		});
	});
});

describe("the accidental deletions threshold", () => {
	it("holds back all deactivations and deletions of a cycle until they are allowed, once", async () => {
		const { control } = at.world.entra;
		const ids = ["ada", "ben", "cleo"].map((alias) => add(alias));
		await threshold(1);
		await start();
		await at.cycle();
		for (const id of ids.slice(0, 2)) control.unassign(id);
		control.editUser("cleo@example.com", { givenName: "Clea" });
		const held = [
			"ada@example.com stagedDelete skipped TooManyDeletes",
			"ben@example.com stagedDelete skipped TooManyDeletes",
		];
		expect((await at.cycle()).toSorted()).toEqual([...held, "cleo@example.com update success"]);
		expect(await at.status()).toMatchObject({ code: "Quarantine", quarantine: { reason: "TooManyDeletes" } });
		await restart("");
		expect(await at.cycle()).toEqual(expect.arrayContaining(held));
		await restart("ForceDeletes");
		expect(await at.cycle()).toEqual(
			expect.arrayContaining(["ada@example.com disable success", "ben@example.com disable success"]),
		);
		expect(await at.status()).toMatchObject({ code: "Active", quarantine: null });
		control.unassign("cleo@example.com");
		expect(await at.cycle()).toEqual(["cleo@example.com disable success"]);
	});
});

describe("a restart", () => {
	it("drops the links with ConnectorDataStore, so that all users are re-matched", async () => {
		add("ada");
		await start();
		await at.cycle();
		at.world.entra.control.editUser("ada@example.com", { userPrincipalName: "ada.new@example.com" });
		at.world.sumo.control.resetCounts();
		await restart("ConnectorDataStore");
		await at.cycle();
		expect(at.world.sumo.control.journal().map(({ target }) => decodeURIComponent(target))).toContainEqual(
			expect.stringContaining('userName+eq+"ada.new@example.com"'),
		);
	});

	it("begins an initial cycle after a schema was replaced, and keeps the links", async () => {
		add("ada");
		await start();
		await at.cycle();
		await at.edit({ mappings: { externalId: "[objectId]" } });
		at.world.sumo.control.resetCounts();
		expect(await at.cycle()).toEqual(["ada@example.com update success"]);
		const searches = at.world.sumo.control.journal().filter(({ target }) => target.includes("ada"));
		expect(searches).toEqual([]);
	});

	it("pauses without forgetting, and resumes", async () => {
		add("ada");
		await start();
		await at.cycle();
		await at.graph("POST", `${at.job}/pause`);
		add("ben");
		expect(await at.cycle()).toEqual([]);
		const { status } = (await at.graph("GET", at.job)).body;
		expect(isObject(status) ? status.code : "").toBe("Paused");
		await start();
		expect(await at.cycle()).toEqual(["ben@example.com create success"]);
	});
});
