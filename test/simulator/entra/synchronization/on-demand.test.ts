import { beforeEach, describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "../../../../src/simulator/loopback/json.ts";
import { items } from "../../calls.ts";
import example from "../examples/provision-on-demand-response.json" with { type: "json" };
import { differences } from "../same-shape.ts";
import { type JobWorld, jobWorld } from "./started-job.ts";

let at: JobWorld;

beforeEach(async () => {
	at = await jobWorld();
});

const add = (alias: string) => {
	const { control } = at.world.entra;
	const user = control.addUser({ userPrincipalName: `${alias}@example.com` });
	control.assign(user.id, "Analyst");
	return user.id;
};

const ruleId = "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8";
const ask = (subject: JsonObject) =>
	at.graph("POST", `${at.job}/provisionOnDemand`, { parameters: [{ ruleId, subjects: [subject] }] });

interface Decoded {
	readonly key: JsonObject;
	readonly value: Json;
}

const decode = ({ key, value }: JsonObject): Decoded => ({
	key: JSON.parse(String(key)),
	value: JSON.parse(String(value)),
});
const provision = async (objectId: string): Promise<Decoded> => {
	const { status, body } = await ask({ objectId, objectTypeName: "User" });
	expect(status).toBe(200);
	return decode(body);
};
/** Compares the steps one by one, since each has its own details. */
const differ = (value: Json, text: string): readonly string[] => {
	const expected: Json = JSON.parse(text);
	const [own, other] = [value, expected].map((one) => items(isObject(one) ? one : {}, "provisioningSteps"));
	const inSteps = (other ?? []).flatMap((step, index) => differences(own?.[index], step, `step ${index}`));
	const rest = isObject(expected) ? { ...expected, provisioningSteps: [] } : expected;
	return [...differences(value, rest), ...inSteps];
};
const steps = (value: Json) =>
	items(isObject(value) ? value : {}, "provisioningSteps").map(
		({ name, type, status }) => `${String(name)} ${String(type)} ${String(status)}`,
	);

describe("provision on demand", () => {
	it("answers with the documented JSON in strings, before the job was ever started", async () => {
		const { key, value } = await provision(add("ada"));
		expect(key).toEqual({ result: "Success", details: {} });
		expect(differ(value, example.success.value)).toEqual([]);
		expect(value).toMatchObject({ action: "Create", reportableIdentifier: "ada@example.com" });
		expect(steps(value)).toEqual([
			"EntryImport Import Success",
			"EntryImport Matching Success",
			"EntrySynchronizationScoping Scoping Success",
			"EntryExportAdd Export Success",
		]);
		expect(at.account("ada@example.com")).toMatchObject({ isActive: true });
		expect(at.world.entra.control.provisioningLog()).toMatchObject([{ isOnDemand: true }]);
	});

	it("skips a user whose account is up to date", async () => {
		const id = add("ada");
		await provision(id);
		const { key, value } = await provision(id);
		expect(differ(value, example.skipped.value)).toEqual([]);
		expect(key).toMatchObject({ result: "Skipped", details: { errorCode: "RedundantExport" } });
		expect(value).toMatchObject({ action: "Other", statusInfo: { status: "Skipped" } });
	});

	it("disables an unassigned user, but neither a disabled nor a deleted one", async () => {
		const { control } = at.world.entra;
		const id = add("ada");
		await provision(id);
		control.editUser(id, { accountEnabled: false });
		expect((await provision(id)).key).toMatchObject({
			result: "Skipped",
			details: { errorCode: "NotEffectivelyEntitled" },
		});
		control.editUser(id, { accountEnabled: true });
		control.unassign(id);
		expect((await provision(id)).value).toMatchObject({ action: "Disable" });
		control.deleteUser(id);
		expect((await provision(id)).key).toMatchObject({ result: "Failure" });
	});

	it("reports a failure with status 200", async () => {
		at.world.sumo.control.fault({ kind: "status", status: 409, method: "POST", text: "taken" });
		const failed = await provision(add("ada"));
		expect(failed.key).toMatchObject({ result: "Failure", details: { errorCode: "Conflict" } });
		expect(failed.value).toMatchObject({
			statusInfo: { status: "Failure", errorCode: "Conflict", errorCategory: "NonServiceFailure" },
		});
		expect(steps(failed.value)).toContain("EntryExportAdd Export Failure");
		at.world.sumo.control.behave({ forbidden: true });
		expect((await provision(add("ben"))).key).toMatchObject({
			details: { errorCode: "SystemForCrossDomainIdentityManagementInvalidCredentials" },
		});
	});

	it("allows five requests in ten seconds of the server's clock", async () => {
		const id = add("ada");
		for (let request = 0; request < 5; request++) await provision(id);
		at.pass({ minutes: 1 / 8 });
		const refused = await ask({ objectId: id, objectTypeName: "User" });
		expect(refused).toMatchObject({ status: 429, body: { error: { code: "TooManyRequests" } } });
		expect(refused.headers.get("retry-after")).toBe("2.5");
		at.pass({ minutes: 2.5 / 60 });
		await provision(id);
	});

	it("provisions named direct members of a group", async () => {
		const { control } = at.world.entra;
		control.addUser({ userPrincipalName: "ada@example.com" });
		control.addUser({ userPrincipalName: "ben@example.com" });
		const { body: group } = await at.graph("POST", "/groups", { displayName: "Analysts" });
		for (const alias of ["ada", "ben"]) control.setMember("Analysts", `${alias}@example.com`, true);
		control.assign("Analysts", "Analyst");
		const member = (name: string) => ({
			objectId: control.user(name)?.id ?? "",
			objectTypeName: "User",
		});
		const members = [member("ada@example.com"), member("ben@example.com")];
		const objectId = String(group.id);
		const { body } = await ask({ objectId, objectTypeName: "Group", links: { members } });
		expect(decode(body).value).toMatchObject([{ action: "Create" }, { action: "Create" }]);
		const stranger = { objectId: add("cleo"), objectTypeName: "User" };
		const refused = await ask({ objectId, objectTypeName: "Group", links: { members: [stranger] } });
		expect(refused.status).toBe(400);
	});

	it("has the other forms that were seen, and misses new assignments, on request", async () => {
		const { control } = at.world.entra;
		control.behave({ onDemand: { key: "typeName", value: "array", assignmentDelaySeconds: 120 } });
		const id = add("ada");
		const { body } = await ask({ objectId: id, objectTypeName: "User" });
		expect(body.key).toMatch(/StatusInfo$/);
		expect(JSON.parse(String(body.value))).toMatchObject([{ statusInfo: { status: "Skipped" } }]);
		at.pass({ minutes: 2 });
		const later = await ask({ objectId: id, objectTypeName: "User" });
		expect(JSON.parse(String(later.body.value))).toMatchObject([{ action: "Create" }]);
	});
});
