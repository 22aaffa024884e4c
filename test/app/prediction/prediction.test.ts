import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { comparePrediction } from "../../../src/app/prediction/compare.ts";
import { readPrediction } from "../../../src/app/prediction/prediction.ts";
import { userMappingOf } from "../../../src/entra-schema/document.ts";
import { tenantWithJob } from "../job-schema/tenant-with-job.ts";
import { hostedEntries } from "./hosted-entries.ts";

/** A tenant whose job has the guide's mappings and is started. */
async function startedJob() {
	const tenant = await tenantWithJob();
	const { run, world } = tenant;
	const { control } = world.entra;
	await run("job", "mapping", "push", "--yes");
	await run("job", "start");
	const plan = async () => readPrediction((await run("job", "plan", "--json")).out);
	/** Predicts the next cycle, runs it, and compares. */
	const predictAndRun = async () => {
		const prediction = await plan();
		const before = control.provisioningLog().length;
		await control.runCycle();
		const fresh = control
			.provisioningLog()
			.slice(before)
			.filter(({ source }) => source.type === "User");
		const comparison = comparePrediction({
			prediction: { ...prediction, madeAt: new Date(0).toISOString() },
			entries: hostedEntries(fresh),
			now: Date.now(),
			lastCycle: { began: Date.now(), ended: Date.now() },
			schedule: "Active",
			quarantine: null,
			unsureTargets: new Set(),
		});
		return { prediction, comparison, fresh };
	};
	return { ...tenant, control, plan, predictAndRun };
}

const withoutCauses = (differences: readonly object[]) =>
	differences.map((one) => ({ ...one, causes: undefined }));

describe("job plan", () => {
	it("predicts an initial cycle entry by entry, and writes nothing", async () => {
		const { plan, predictAndRun, world } = await startedJob();
		const writes = () =>
			[...world.sumo.control.journal(), ...world.entra.control.journal()].filter(
				({ method, target }) => method !== "GET" && !target.includes("$batch"),
			).length;
		const before = writes();
		expect((await plan()).job).toMatchObject({ cycle: "initial", schedule: "Active" });
		expect(writes()).toBe(before);
		const { comparison, prediction, fresh } = await predictAndRun();
		expect(withoutCauses(comparison.differences)).toEqual([]);
		expect(comparison.entries).toBe(fresh.length);
		expect(prediction.counts).toMatchObject({ create: expect.any(Number), fail: expect.any(Number) });
		expect(fresh.filter(({ action, status }) => action === "create" && status === "success")).toHaveLength(
			prediction.counts.create,
		);
	});

	it("predicts what changes do, in each of the ways in which Entra differs", async () => {
		const { predictAndRun, control } = await startedJob();
		await predictAndRun();
		const managed = control
			.provisioningLog()
			.filter(({ action, status }) => action === "create" && status === "success");
		const [disabled, unassigned, deleted, gone, renamed, left] = managed.map(({ source }) => source.id);
		if (!disabled || !unassigned || !deleted || !gone || !renamed || !left) throw new Error("too few users");
		control.editUser(disabled, { accountEnabled: false });
		for (const id of [unassigned, left]) {
			control.unassign(id);
			for (const group of control.groups()) if (group.members.has(id)) control.setMember(group.id, id, false);
		}
		control.deleteUser(deleted);
		control.deleteUser(gone, { forGood: true });
		control.editUser(renamed, { userPrincipalName: "renamed@harbour.example", surname: "Renamed" });
		const { prediction, comparison } = await predictAndRun();
		expect(withoutCauses(comparison.differences)).toEqual([]);
		expect(prediction.job.cycle).toBe("incremental");
		const actionOf = (id: string) => prediction.users.find((user) => user.id === id)?.action;
		expect([disabled, unassigned, deleted, gone, renamed].map(actionOf)).toEqual([
			"disable",
			"disable",
			"disable",
			"delete",
			"update",
		]);
		const patch = prediction.users.find((user) => user.id === renamed)?.patch;
		expect(patch).toContainEqual({ op: "Replace", path: "userName", value: "renamed@harbour.example" });
		// An account that was deactivated because its user was unassigned is no longer managed.
		control.deleteUser(left, { forGood: true });
		const second = await predictAndRun();
		expect(withoutCauses(second.comparison.differences)).toEqual([]);
		expect(second.prediction.users.find(({ id }) => id === left)?.action ?? "other").toBe("other");
	});

	it("leaves users outside the job's input filters alone, whatever has changed", async () => {
		const { predictAndRun, control, schema, putSchema } = await startedJob();
		await predictAndRun();
		const own = structuredClone(await schema());
		const { json } = userMappingOf(own);
		const clauses = [
			{ operatorName: "EQUALS", sourceOperandName: "country", targetOperand: { values: ["nowhere"] } },
		];
		json.scope = { groups: [], inputFilterGroups: [{ name: "Input", clauses }] };
		await putSchema(own);
		const managed = control
			.provisioningLog()
			.filter(({ action, status }) => action === "create" && status === "success");
		const [inside, changed, disabled] = managed.map(({ source }) => source.id);
		control.editUser(inside ?? "", { country: "nowhere", surname: "Inside" });
		control.editUser(changed ?? "", { surname: "Outside" });
		control.editUser(disabled ?? "", { accountEnabled: false });
		const { prediction, comparison, fresh } = await predictAndRun();
		expect(withoutCauses(comparison.differences)).toEqual([]);
		expect(fresh.filter(({ status }) => status === "success").map(({ source }) => source.id)).toEqual([
			inside,
		]);
		expect(prediction.counts).toMatchObject({ update: 1, disable: 0 });
		expect(prediction.users.find(({ id }) => id === changed)).toMatchObject({
			action: "other",
			reason: expect.stringContaining("outside the job's input filters"),
		});
		expect(prediction.notes.join()).not.toContain("input filter");
	});

	it("flows values as the flow type of their mapping says", async () => {
		const { predictAndRun, control, schema, putSchema } = await startedJob();
		await predictAndRun();
		const own = structuredClone(await schema());
		const { json } = userMappingOf(own);
		const flows: Readonly<Record<string, string>> = {
			"name.familyName": "AttributeAddOnly",
			"name.givenName": "ValueAddOnly",
		};
		json.attributeMappings = json.attributeMappings?.map((one) => ({
			...one,
			flowType: flows[one.targetAttributeName] ?? one.flowType,
		}));
		await putSchema(own);
		const [family, given] = control
			.provisioningLog()
			.filter(({ action, status }) => action === "create" && status === "success")
			.map(({ source }) => source.id);
		control.editUser(family ?? "", { surname: "Changed" });
		control.editUser(given ?? "", { givenName: "Changed", surname: "Changed too" });
		const { prediction, comparison } = await predictAndRun();
		expect(withoutCauses(comparison.differences)).toEqual([]);
		expect(prediction.users.find(({ id }) => id === family)).toBeUndefined();
		expect(prediction.users.find(({ id }) => id === given)).toMatchObject({
			action: "update",
			changes: [{ name: "name.givenName", new: "Changed" }],
			patch: [{ op: "Replace", path: "name.givenName", value: "Changed" }],
		});
		expect(prediction.notes.join()).not.toContain("flow type");
	});

	it("holds back what exceeds the accidental deletions threshold", async () => {
		const { predictAndRun, control, send, world } = await startedJob();
		await predictAndRun();
		const settings = { DeleteThresholdEnabled: true, DeleteThresholdValue: 1 };
		await send("PUT", "/secrets", {
			value: [
				{ key: "BaseAddress", value: world.sumo.scimUrl },
				{
					key: "SecretToken",
					value: Buffer.from(`${world.sumo.accessId}:${world.sumo.accessKey}`).toString("base64"),
				},
				{ key: "SyncNotificationSettings", value: JSON.stringify(settings) },
			],
		});
		const managed = control
			.provisioningLog()
			.filter(({ action, status }) => action === "create" && status === "success");
		for (const { source } of managed.slice(0, 3)) control.editUser(source.id, { accountEnabled: false });
		const { prediction, comparison } = await predictAndRun();
		expect(prediction.held).toEqual({ count: 3, threshold: 1 });
		expect(prediction.counts.stagedDelete).toBe(3);
		expect(withoutCauses(comparison.differences)).toEqual([]);
	});

	it("exports a prediction for a change request, and compares it with Entra's log afterwards", async () => {
		const { run, control, home } = await startedJob();
		const markdown = join(home, "change.md");
		const file = join(home, "change.json");
		await run("job", "plan", "--tenant-id", "contoso.onmicrosoft.com", "--output", markdown);
		await run("job", "plan", "--output", file);
		const text = readFileSync(markdown, "utf8");
		expect(text).toMatch(
			/^# Prediction[\s\S]*\| Tenant \| contoso\.onmicrosoft\.com \|[\s\S]*\| Schema \| [^|]*Version:\d+ \|[\s\S]*\| create \| \d+ \|[\s\S]*## Will fail \(\d+\)[\s\S]*## Create/,
		);
		expect(readPrediction(readFileSync(file, "utf8")).users.length).toBeGreaterThan(10);
		expect(await run("job", "plan", "--output", "change.txt")).toMatchObject({ code: 2 });
		const early = await run("job", "compare");
		expect(early).toMatchObject({
			code: 3,
			out: expect.stringContaining("No cycle that began after the prediction has ended"),
		});
		await control.runCycle();
		const compared = await run("job", "compare", "--prediction", file, "--json");
		expect(compared.json()).toMatchObject({ type: "comparison", differences: [], cycles: 1 });
		expect(compared.code).toBe(0);
		expect((await run("job", "compare")).out).toContain("As predicted");
	});

	it("needs a prediction to compare with", async () => {
		const { run, home } = await startedJob();
		expect(await run("job", "compare")).toMatchObject({ code: 2, err: expect.stringContaining("job plan") });
		expect(await run("job", "compare", "--prediction", join(home, "none.json"))).toMatchObject({ code: 2 });
	});
});
